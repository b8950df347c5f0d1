using System.Net.Sockets;
using NetMQ;
using ZProto.Transport;

namespace ZProto;

/// <summary>The transport on NetMQ, managed and on every platform: TCP, and <c>inproc://</c> between all loops of the process.</summary>
/// <remarks>
/// <para>All instances share NetMQ's one context, and with it its limit of <see cref="NetMQConfig.MaxSockets"/> sockets.</para>
/// <para>
/// NetMQ sends what a disposed socket still has to send from a background thread: a program that must not lose it at its end calls
/// <see cref="NetMQConfig.Cleanup"/> last.
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
/// Without <see cref="Transport.SocketOptions.MaxFrameSize"/> a peer that merely announces a frame of up to 2 GiB has memory for it set aside.
/// </para>
/// </remarks>
public sealed class NetMQTransport : ITransport
{
    /// <inheritdoc/>
    public string Name => "NetMQ";

    /// <inheritdoc/>
    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.Tcp | TransportCapabilities.Curve;

    /// <summary>Makes a new pair of CURVE keys.</summary>
    public static CurveKeys NewCurveKeys()
    {
        var certificate = new NetMQCertificate();
        return new CurveKeys(certificate.PublicKeyZ85, certificate.SecretKeyZ85!);
    }

    /// <inheritdoc/>
    public ITransportLoop CreateLoop()
    {
        try
        {
            return new NetMQLoop(new WakeUp());
        }
        catch (SocketException exception)
        {
            throw new TransportException($"The sockets that wake a loop cannot be made: {exception.Message}", exception);
        }
    }
}
