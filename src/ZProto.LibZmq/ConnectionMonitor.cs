using System.Runtime.InteropServices;
using System.Text;
using ZProto.Native;
using ZProto.Transports;

namespace ZProto;

/// <summary>Tells what becomes of a socket's connections: reads libzmq's own monitor of it, on the loop's thread.</summary>
/// <remarks>
/// libzmq's one thread for all connections writes an event before it hands on what comes by the connection, and waits where no one
/// reads: so the reader has no limit, and is there before the socket has its first endpoint.
/// </remarks>
internal sealed unsafe class ConnectionMonitor : IDisposable
{
    // For sockets whose owner never asks.
    private const int MaxEvents = 1_000;

    // What libzmq's clock and the system's rough one may be apart.
    private const long SlackMilliseconds = 30;

    private static long s_lastName;

    private readonly nint _monitored;
    private readonly bool _isRouter;
    private readonly Func<SocketSecurity?> _security;
    private readonly PeerConnections? _peers;
    private readonly Queue<ConnectionEvent> _events = new();
    private readonly HashSet<string> _connected = [];
    private readonly NativeMessages _messages = new();
    private readonly long _fresh;
    private nint _handle;
    private long _lastRead;

    // Losses that were not taken, and whether a connection was made since the first of them.
    private int _losses;
    private bool _isConnectedAgain;

    /// <param name="monitored">The socket that it watches.</param>
    /// <param name="isRouter">Whether that is a ROUTER.</param>
    /// <param name="peers">On a ROUTER that is to tell whose connection ends, by which connection its peers' messages came.</param>
    /// <param name="security">The mechanism that the socket has now.</param>
    /// <param name="earliest">How soon after a loss libzmq connects again.</param>
    public ConnectionMonitor(nint monitored, bool isRouter, PeerConnections? peers, Func<SocketSecurity?> security, TimeSpan earliest)
    {
        _fresh = (long)earliest.TotalMilliseconds - SlackMilliseconds;
        _monitored = monitored;
        _isRouter = isRouter;
        _peers = peers;
        _security = security;
        string endpoint = $"inproc://zproto-monitor-{Interlocked.Increment(ref s_lastName)}";
        _handle = LibZmqContext.OpenSocket(Zmq.Pair, ofUser: false);
        try
        {
            int unlimited = 0;
            if (Zmq.zmq_setsockopt(_handle, Zmq.ReceiveHighWaterMark, &unlimited, sizeof(int)) != 0
                || Zmq.zmq_setsockopt(_handle, Zmq.Linger, &unlimited, sizeof(int)) != 0
                || Zmq.zmq_socket_monitor(monitored, endpoint, Events()) != 0
                || Zmq.zmq_connect(_handle, endpoint) != 0)
            {
                throw Errno.Failure("watch a socket's connections", Errno.Last);
            }
            Descriptor = GetDescriptor();
        }
        catch
        {
            Dispose();
            throw;
        }
        _messages.Ensure(2);

        // The descriptor tells of what comes after the reader has found nothing.
        Read();
    }

    /// <summary>Readable when there may be events.</summary>
    public nint Descriptor { get; }

    /// <summary>Takes the oldest event.</summary>
    public bool TryTake(out ConnectionEvent connectionEvent)
    {
        if (!_events.TryDequeue(out connectionEvent))
            return false;
        if (connectionEvent.Kind == ConnectionEventKind.Disconnected && --_losses == 0)
            _isConnectedAgain = false;
        return true;
    }

    /// <summary>
    /// Whether what was received just now may have come by a connection that was made after a loss which no one has taken. Said once: who
    /// does not take it receives on.
    /// </summary>
    /// <remarks>
    /// libzmq tells of a connection before it hands on what comes by it, and makes none at once after a loss: what came soon after the
    /// monitor was read and had told of no loss is by no later connection, so that not every message has it read.
    /// </remarks>
    public bool IsAfterLoss()
    {
        if (_losses > 0 || Environment.TickCount64 - _lastRead >= _fresh)
            Read();
        bool isAfterLoss = _isConnectedAgain;
        _isConnectedAgain = false;
        return isAfterLoss;
    }

    /// <summary>Takes up what libzmq has said until now.</summary>
    public void Read()
    {
        _lastRead = Environment.TickCount64;
        while (TryReceive(out int kind, out uint value))
            Take(kind, value);
    }

    public void Dispose()
    {
        if (_handle == 0)
            return;

        // In this order, so that libzmq never waits for a reader who has gone.
        _ = Zmq.zmq_socket_monitor(_monitored, null, 0);
        LibZmqContext.CloseSocket(_handle, ofUser: false, TimeSpan.Zero);
        _handle = 0;
        _messages.Dispose();
    }

    private int Events()
    {
        int events = Zmq.EventHandshakeFailedProtocol;
        if (_peers is not null)
            events |= Zmq.EventAccepted | Zmq.EventDisconnected;
        if (!_isRouter)
        {
            events |= Zmq.EventDisconnected | Zmq.EventHandshakeFailed | Zmq.EventHandshakeFailedAuthentication;
            // Versions before it do not tell when a handshake is done.
            events |= LibZmqLibrary.TellsHandshakes ? Zmq.EventHandshakeSucceeded : Zmq.EventConnected;
        }
        return events;
    }

    private void Take(int kind, uint value)
    {
        switch (kind)
        {
            case Zmq.EventAccepted:
                _peers!.Accepted((int)value);
                break;
            case Zmq.EventDisconnected when _isRouter:
                _peers!.Lost((int)value);
                break;
            case Zmq.EventDisconnected:
                // It also ends each handshake that fails.
                if (!_connected.Remove(Address))
                    break;
                Add(new ConnectionEvent(ConnectionEventKind.Disconnected, Address: Address));
                _losses++;
                break;
            case Zmq.EventHandshakeSucceeded or Zmq.EventConnected:
                _connected.Add(Address);
                Add(new ConnectionEvent(ConnectionEventKind.Connected, Address: Address));
                _isConnectedAgain = _losses > 0;
                break;
            default:
                if (WhyRefused(kind, value) is { } reason)
                    Add(new ConnectionEvent(ConnectionEventKind.Refused, Address: _isRouter ? null : Address, Reason: reason));
                break;
        }
    }

    private void Add(ConnectionEvent connectionEvent)
    {
        if (_events.Count == MaxEvents)
            TryTake(out _);
        _events.Enqueue(connectionEvent);
    }

    private string? WhyRefused(int kind, uint value)
    {
        string mechanism = SecuritySetup.MechanismOf(_security());
        return kind switch
        {
            Zmq.EventHandshakeFailedAuthentication => mechanism,
            Zmq.EventHandshakeFailedProtocol when value == Zmq.ErrorMechanismMismatch => $"{mechanism}, which is not the peer's mechanism",
            Zmq.EventHandshakeFailedProtocol when value == Zmq.ErrorCryptographic => $"{mechanism}: the keys do not fit",
            Zmq.EventHandshakeFailedProtocol => $"{mechanism}: the peer does not speak ZMTP as it should",
            // Who is refused without a word cannot tell it from a server that ends; without credentials there is nothing to refuse.
            Zmq.EventHandshakeFailed when _security() is not null => $"{mechanism}: the peer ended the handshake",
            _ => null,
        };
    }

    private string Address => Encoding.UTF8.GetString((byte*)Zmq.zmq_msg_data(_messages[1]), checked((int)Zmq.zmq_msg_size(_messages[1])));

    // An event is two frames: its number, 16 bits, with a value, 32 bits, in the machine's order; and an endpoint.
    private bool TryReceive(out int kind, out uint value)
    {
        kind = 0;
        value = 0;
        for (int i = 0; i < 2; i++)
        {
            while (Zmq.zmq_msg_recv(_messages[i], _handle, Zmq.DontWait) < 0)
            {
                if (Errno.Last != Errno.Interrupted)
                    return false;
            }
        }
        if (Zmq.zmq_msg_size(_messages[0]) < sizeof(ushort) + sizeof(uint))
            return false;
        ReadOnlySpan<byte> body = new(Zmq.zmq_msg_data(_messages[0]), sizeof(ushort) + sizeof(uint));
        kind = MemoryMarshal.Read<ushort>(body);
        value = MemoryMarshal.Read<uint>(body[sizeof(ushort)..]);
        return true;
    }

    private nint GetDescriptor()
    {
        nint descriptor = 0;
        nuint length = (nuint)(OperatingSystem.IsWindows() ? sizeof(nint) : sizeof(int));
        if (Zmq.zmq_getsockopt(_handle, Zmq.Descriptor, &descriptor, ref length) != 0)
            throw Errno.Failure("watch a socket's connections", Errno.Last);
        return descriptor;
    }
}
