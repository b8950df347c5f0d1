using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>The in-process transport, whose ROUTERs tell of their peers what a test says, and can be flooded or full.</summary>
public sealed class StagedTransport : ITransport, IMessageSender
{
    private readonly InProcessTransport _inner = new();

    public string Name => "staged";

    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.PeerAddress | TransportCapabilities.Authentication | TransportCapabilities.Plain;

    /// <summary>The user that every message comes from.</summary>
    public string? UserId { get; set; }

    /// <summary>The address that every message comes from.</summary>
    public string? Address { get; set; }

    /// <summary>The routing id that every message comes from; null for the real ones.</summary>
    public byte[]? RoutingId { get; set; }

    /// <summary>A message that comes whenever no other does, so that no ROUTER is ever found empty.</summary>
    public MultipartMessage? Flood { get; set; }

    /// <summary>What sending gives in place of what it would.</summary>
    public SendResult? Outcome { get; set; }

    /// <summary>The security that ROUTERs have, in the order in which it was set and bound with.</summary>
    public List<string> Secured { get; } = [];

    /// <summary>How the last ROUTER was set up.</summary>
    public SocketOptions? RouterOptions { get; private set; }

    public ITransportLoop CreateLoop() => new Loop(this, _inner.CreateLoop());

    private sealed class Loop(StagedTransport transport, ITransportLoop inner) : ITransportLoop
    {
        public ITransportSocket CreateSocket(SocketType kind, SocketOptions options)
        {
            ITransportSocket socket = inner.CreateSocket(kind, options with { Security = null });
            if (kind != SocketType.Router)
                return socket;
            transport.RouterOptions = options;
            return new Router(transport, socket, options.Security);
        }

        public void Wait(TimeSpan timeout) => inner.Wait(transport.Flood is null ? timeout : TimeSpan.Zero);

        public void Wake() => inner.Wake();

        public void Dispose() => inner.Dispose();
    }

    private sealed class Router(StagedTransport transport, ITransportSocket inner, SocketSecurity? security) : ITransportSocket
    {
        private static readonly byte[] s_flooder = [1, 2, 3, 4];

        private SocketSecurity? _security = security;

        public bool IsPaused
        {
            get => inner.IsPaused;
            set => inner.IsPaused = value;
        }

        public void Secure(SocketSecurity? security)
        {
            _security = security;
            transport.Secured.Add(Name);
        }

        public string Bind(string endpoint)
        {
            transport.Secured.Add($"{endpoint} {Name}");
            return inner.Bind(endpoint);
        }

        private string Name => _security?.GetType().Name ?? "open";

        public void Unbind(string endpoint) => inner.Unbind(endpoint);

        public void Connect(string endpoint) => inner.Connect(endpoint);

        public void Disconnect(string endpoint) => inner.Disconnect(endpoint);

        public bool TryReceive(out ReceivedMessage message)
        {
            if (inner.TryReceive(out message))
                message = new ReceivedMessage(message.Frames, transport.RoutingId ?? message.RoutingId, transport);
            else if (transport.Flood is { } flood)
                message = new ReceivedMessage(flood, s_flooder, transport);
            else
                return false;
            return true;
        }

        public SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
            => transport.Outcome ?? (routingId.SequenceEqual(s_flooder) ? SendResult.Sent : inner.Send(routingId, frames));

        public bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent) => inner.TryTakeConnectionEvent(out connectionEvent);

        public void Dispose() => inner.Dispose();
    }
}
