using System.ComponentModel;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>Creates the further sockets of an engine, for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EngineSockets
{
    private readonly SocketOptions _options;
    private readonly Func<SocketSecurity, SocketSecurity> _decide;
    private readonly List<EngineRegistration> _readers = [];

    /// <param name="owner">The engine.</param>
    /// <param name="options">How its own socket is set up, of which the limits and times hold for these too.</param>
    /// <param name="decide">Adds to a mechanism who decides on peers.</param>
    internal EngineSockets(IRegistrationOwner owner, SocketOptions options, Func<SocketSecurity, SocketSecurity> decide)
    {
        Owner = owner;
        _options = options with { Security = null, RoutingId = RoutingId.Empty, ReportDisconnects = false };
        _decide = decide;
    }

    internal IRegistrationOwner Owner { get; }

    /// <summary>Creates a PUB.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    public PubSocket<TMessage> CreatePub<TMessage>(string name)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, name);

    /// <summary>Creates an XPUB.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    /// <param name="handler">Called with each notice.</param>
    public PubSocket<TMessage> CreateXPub<TMessage>(string name, Action<IMultipartMessage> handler)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, name, handler);

    /// <summary>Creates a SUB.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    /// <param name="handler">Called with each message.</param>
    public SubSocket<TMessage> CreateSub<TMessage>(string name, Action<TMessage> handler)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, SocketType.Sub, name, handler);

    /// <summary>Creates an XSUB.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    /// <param name="handler">Called with each message.</param>
    public SubSocket<TMessage> CreateXSub<TMessage>(string name, Action<TMessage> handler)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, SocketType.XSub, name, handler);

    /// <summary>Creates a PUSH.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    public PushSocket<TMessage> CreatePush<TMessage>(string name)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, name);

    /// <summary>Creates a PULL.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    /// <param name="handler">Called with each message.</param>
    public PullSocket<TMessage> CreatePull<TMessage>(string name, Action<TMessage> handler)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, name, handler);

    /// <summary>Creates a DEALER.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    /// <param name="handler">Called with each message.</param>
    public DealerSocket<TMessage> CreateDealer<TMessage>(string name, Action<TMessage> handler)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, name, handler);

    /// <summary>Creates a ROUTER.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="name">Its name in the model.</param>
    /// <param name="handler">Called with each message.</param>
    public RouterSocket<TMessage> CreateRouter<TMessage>(string name, Action<TMessage> handler)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => new(this, name, handler);

    internal SocketSecurity Decide(SocketSecurity security) => _decide(security);

    internal ITransportSocket CreateSocket(SocketType type) => Owner.Loop.Sockets.CreateSocket(type, _options);

    internal void Attach(EngineRegistration reader)
    {
        _readers.Add(reader);
        Owner.Attach(reader);
    }

    /// <summary>Ends those there are, of an engine that does not start.</summary>
    internal void Close() => _readers.ForEach(reader => reader.Dispose());
}
