using System.Net;
using System.Net.Sockets;

namespace ZProto.Zyre;

/// <summary>A UDP port that all nodes of this machine share: each of them hears every broadcast.</summary>
internal sealed class UdpBeaconSocket : IBeaconSocket
{
    private static readonly IPEndPoint s_any = new(IPAddress.Any, 0);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly int _port;

    /// <summary>Binds the port.</summary>
    /// <exception cref="SocketException">Another program has it for itself.</exception>
    public UdpBeaconSocket(int port)
    {
        _port = port;
        try
        {
            // On Unix this is SO_REUSEADDR and SO_REUSEPORT.
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _socket.EnableBroadcast = true;
            _socket.Blocking = false;
            _socket.Bind(new IPEndPoint(IPAddress.Any, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public void Send(ReadOnlySpan<byte> datagram, IPAddress destination) => _socket.SendTo(datagram, SocketFlags.None, new IPEndPoint(destination, _port));

    public async ValueTask<(int Length, IPAddress From)> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _from, cancellationToken).ConfigureAwait(false);
        return (length, ((IPEndPoint)s_any.Create(_from)).Address);
    }

    public void Dispose() => _socket.Dispose();
}
