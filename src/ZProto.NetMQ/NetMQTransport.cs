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
/// Names of hosts are looked up in <see cref="ITransportSocket.Bind"/> and <see cref="ITransportSocket.Connect"/>, which take as long as
/// that does. Who unbinds ends the connections that came by the endpoint. An <c>inproc://</c> endpoint has to be bound before it is
/// connected to, and a client whose server there went away disconnects and connects again itself.
/// </para>
/// <para>
/// There is neither PLAIN nor a decision on peers, and so no server with security: a CURVE server of NetMQ would admit whoever has
/// its public key. A CURVE client there is. NetMQ's <c>ipc://</c> is TCP in disguise, and refused.
/// </para>
/// <para>
/// Only a DEALER has heartbeats (<see cref="Transports.SocketOptions.HeartbeatInterval"/>): a ROUTER of NetMQ 4.0.4.5 with heartbeats ends the
/// process where a peer finishes its handshake while the ROUTER is unbound or disposed. <see cref="Transports.SocketOptions.TcpKeepAlive"/> finds
/// machines that are gone; its interval is the system's on .NET 8, but for Windows. There is no <see cref="Transports.SocketOptions.HandshakeTimeout"/>.
/// </para>
/// <para>
/// Anyone who can reach a port of NetMQ 4.0.4.5 can end the process, before any authentication: an empty command, or a property of the
/// handshake with a negative length, throws on NetMQ's own thread. It is for peers that are trusted; the transport on libzmq is for others.
/// </para>
/// <para>
/// With <see cref="Transports.SocketOptions.MaxFrameSize"/> lifted, a peer that merely announces a frame of up to 2 GiB has memory for it set aside.
/// </para>
/// </remarks>
public sealed class NetMQTransport : ITransport
{
    /// <inheritdoc/>
    public string Name => "NetMQ";

    /// <inheritdoc/>
    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.Tcp | TransportCapabilities.Curve;

    /// <summary>
    /// How many sockets NetMQ may have in this process, of all transports and programs on it together; null, the default, for its own
    /// limit (<see cref="NetMQConfig.MaxSockets"/>, 1,024). It is raised with the transport's first loop, and never lowered; NetMQ takes it over
    /// when it makes its first socket, and not after.
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

    /// <summary>Makes a new pair of CURVE keys.</summary>
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
