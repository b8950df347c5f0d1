using ZProto.Engines.Server;

namespace ZProto.Transports;

/// <summary>What a transport can do beyond carrying frames.</summary>
[Flags]
public enum TransportCapabilities
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Endpoints between threads of a process, <c>inproc://</c>.</summary>
    InProcess = 1,

    /// <summary>Endpoints over TCP, <c>tcp://</c>.</summary>
    Tcp = 2,

    /// <summary>Endpoints between processes of a machine, <c>ipc://</c>.</summary>
    Ipc = 4,

    /// <summary>The PLAIN mechanism: user name and password.</summary>
    Plain = 8,

    /// <summary>The CURVE mechanism: encryption and public keys.</summary>
    Curve = 16,

    /// <summary>A server that decides on each peer (ZAP, ZeroMQ RFC 27).</summary>
    Authentication = 32,

    /// <summary>The address of the peer that a message came from.</summary>
    PeerAddress = 64,

    /// <summary>A socket reports when a connection begins and is lost; see <see cref="ITransportSocket.TryTakeConnectionEvent"/>.</summary>
    Disconnects = 128,

    /// <summary>
    /// A ROUTER on a network ends the connection of a peer that answers no heartbeat (<see cref="SocketOptions.HeartbeatTimeout"/>), or does
    /// not finish its handshake (<see cref="SocketOptions.HandshakeTimeout"/>).
    /// </summary>
    Heartbeats = 256,

    /// <summary>PUB, SUB, XPUB, XSUB, PUSH and PULL besides ROUTER and DEALER.</summary>
    Patterns = 512,

    /// <summary>
    /// <see cref="ITransportSocket.DroppedMessages"/> counts each message that a subscriber missed. Where it is not there, a publisher of
    /// libzmq counts only the first of each time that queues are full, and one of NetMQ none: neither library tells.
    /// </summary>
    DropCounts = 1024,
}
