using ZProto.Transports;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>Options that the sockets transport does not take.</summary>
public sealed class SocketOptionTests
{
    private static readonly TimeSpan s_negative = TimeSpan.FromMilliseconds(-2);

    private static readonly Dictionary<string, SocketOptions> s_refused = new()
    {
        [nameof(SocketOptions.Linger)] = new() { Linger = s_negative },
        [nameof(SocketOptions.ReconnectInterval)] = new() { ReconnectInterval = s_negative },
        [nameof(SocketOptions.MaxReconnectInterval)] = new() { MaxReconnectInterval = s_negative },
        [nameof(SocketOptions.HandshakeTimeout)] = new() { HandshakeTimeout = s_negative },
        [nameof(SocketOptions.HeartbeatInterval)] = new() { HeartbeatInterval = s_negative },
        [nameof(SocketOptions.HeartbeatTimeout)] = new() { HeartbeatTimeout = s_negative },
        [nameof(SocketOptions.TcpKeepAlive)] = new() { TcpKeepAlive = s_negative },
        [nameof(SocketOptions.MaxFrameSize)] = new() { MaxFrameSize = -1 },
    };

    public static TheoryData<string> Refused => [.. s_refused.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_negative_time_or_size_is_refused_by_its_name(string name)
    {
        using ITransportLoop loop = new SocketsTransport().CreateLoop();
        ArgumentException exception = Assert.Throws<ArgumentOutOfRangeException>(() => loop.CreateSocket(SocketType.Dealer, s_refused[name]));
        Assert.Contains(name, exception.ParamName, StringComparison.Ordinal);
    }

    [Fact]
    public void An_infinite_linger_is_taken()
    {
        using ITransportLoop loop = new SocketsTransport().CreateLoop();
        loop.CreateSocket(SocketType.Dealer, new SocketOptions { Linger = Timeout.InfiniteTimeSpan }).Dispose();
    }
}
