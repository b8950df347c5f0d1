using ZProto.Native;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>What libzmq is told of a socket's options: it acts on some of them where no test can see it without waiting.</summary>
public sealed class OptionsTests : IDisposable
{
    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();

    public void Dispose() => _loop.Dispose();

    [LibZmqFact]
    public void Options_of_connections_are_those_of_the_socket()
    {
        var options = new SocketOptions
        {
            Backlog = 17,
            HandshakeTimeout = TimeSpan.FromSeconds(18),
            HeartbeatInterval = TimeSpan.FromSeconds(19),
            HeartbeatTimeout = TimeSpan.FromSeconds(20),
            TcpKeepAlive = TimeSpan.FromSeconds(21),
            ReconnectInterval = TimeSpan.FromMilliseconds(22),
            MaxReconnectInterval = TimeSpan.FromMilliseconds(23),
        };
        foreach (SocketType kind in (SocketType[])[SocketType.Router, SocketType.Dealer])
        {
            var socket = (LibZmqSocket)_loop.CreateSocket(kind, options);
            Assert.Equal(17, GetOption(socket, Zmq.Backlog));
            Assert.Equal(18_000, GetOption(socket, Zmq.HandshakeInterval));
            Assert.Equal((19_000, 20_000), (GetOption(socket, Zmq.HeartbeatInterval), GetOption(socket, Zmq.HeartbeatTimeout)));
            Assert.Equal((1, 21, 21, 3), (GetOption(socket, Zmq.TcpKeepAlive), GetOption(socket, Zmq.TcpKeepAliveIdle), GetOption(socket, Zmq.TcpKeepAliveInterval), GetOption(socket, Zmq.TcpKeepAliveCount)));
            Assert.Equal((22, 23), (GetOption(socket, Zmq.ReconnectInterval), GetOption(socket, Zmq.ReconnectIntervalMaximum)));
        }
    }

    private static unsafe int GetOption(LibZmqSocket socket, int option)
    {
        int value = 0;
        nuint length = sizeof(int);
        Assert.Equal(0, Zmq.zmq_getsockopt(socket.Handle, option, &value, ref length));
        return value;
    }
}
