using System.Net.Sockets;
using NetMQ;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>The transport on NetMQ, managed and on every platform: TCP, and <c>inproc://</c> between all loops of the process.</summary>
/// <remarks>
/// <para>All instances share NetMQ's one context, and with it its limit of sockets; see <see cref="MaxSockets"/>.</para>
/// <para>
/// NetMQ sends what a disposed socket still has to send from a background thread: a program that must not lose it at its end calls
/// <see cref="NetMQConfig.Cleanup"/> last. Except on Windows, NetMQ 4.0.4.5 then resets the connection, and the system drops what it has
/// not sent yet, whatever <see cref="Transports.SocketOptions.Linger"/> says: await an answer to the last message before the socket is disposed.
/// </para>
/// <para>
/// Names of hosts are looked up in <see cref="ITransportSocket.Bind"/> and <see cref="ITransportSocket.Connect"/>, which take as long
/// as that does. Unbinding ends the connections that came through the endpoint. An <c>inproc://</c> endpoint must be bound before a
/// client connects to it, and a client whose server there has ended must disconnect and connect again.
/// </para>
/// <para>
/// It supports neither PLAIN nor a decision on peers, and so no server with security: a CURVE server of NetMQ would admit any peer that
/// has its public key. It supports CURVE clients. It refuses NetMQ's <c>ipc://</c>, which is TCP in fact.
/// </para>
/// <para>
/// A ROUTER has no heartbeats (<see cref="Transports.SocketOptions.HeartbeatInterval"/>): one of NetMQ 4.0.4.5 that has them ends the
/// process where a peer finishes its handshake while the ROUTER is unbound or disposed.
/// <see cref="Transports.SocketOptions.TcpKeepAlive"/> detects unreachable machines; its interval is the system's on .NET 8, except on
/// Windows. <see cref="Transports.SocketOptions.HandshakeTimeout"/> has no effect.
/// </para>
/// <para>
/// Anyone who can reach a port of NetMQ 4.0.4.5 can end the process, before any authentication: an empty command, or a property of the
/// handshake with a negative length, throws on NetMQ's own thread. Use it for trusted peers, and the transport on libzmq for others.
/// </para>
/// <para>
/// With <see cref="Transports.SocketOptions.MaxFrameSize"/> lifted, a peer that merely announces a frame of up to 2 GiB makes NetMQ
/// allocate it.
/// </para>
/// </remarks>
public sealed class NetMQTransport : ITransport
{
    /// <inheritdoc/>
    public string Name => "NetMQ";

    /// <inheritdoc/>
    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.Tcp | TransportCapabilities.Curve | TransportCapabilities.Patterns;

    /// <summary>
    /// How many sockets NetMQ may have in this process, of all transports and programs on it together; null, the default, for its own
    /// limit (<see cref="NetMQConfig.MaxSockets"/>, 1,024). It is raised with the transport's first loop, and never lowered; NetMQ
    /// reads it only when it creates its first socket.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public int? MaxSockets
    {
        get;
        init
        {
            if (value is { } count)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(MaxSockets));
            field = value;
        }
    }

    /// <summary>Creates a new pair of CURVE keys.</summary>
    public static CurveKeyPair GenerateCurveKeyPair()
    {
        var certificate = new NetMQCertificate();
        return new CurveKeyPair(certificate.PublicKeyZ85, certificate.SecretKeyZ85!);
    }

    /// <inheritdoc/>
    public ITransportLoop CreateLoop()
    {
        if (MaxSockets > NetMQConfig.MaxSockets)
            NetMQConfig.MaxSockets = MaxSockets.Value;
        try
        {
            return new NetMQLoop(new SocketWakeUp());
        }
        catch (SocketException exception)
        {
            throw new TransportException($"The sockets that wake a loop cannot be made: {exception.Message}", exception);
        }
    }
}
