namespace ZProto.Transport.Tests;

/// <summary>The sockets transport has no patterns yet.</summary>
public sealed class SocketsPatternTests
{
    [Theory]
    [InlineData(SocketType.Pub)]
    [InlineData(SocketType.Sub)]
    [InlineData(SocketType.XPub)]
    [InlineData(SocketType.XSub)]
    [InlineData(SocketType.Push)]
    [InlineData(SocketType.Pull)]
    public void A_type_that_it_has_not_is_refused_with_the_transports_that_have_it(SocketType type)
    {
        var transport = new SocketsTransport();
        Assert.False(transport.Capabilities.HasFlag(TransportCapabilities.Patterns));
        using ITransportLoop loop = transport.CreateLoop();
        TransportException exception = Assert.Throws<TransportException>(() => loop.CreateSocket(type, new SocketOptions()));
        foreach (string part in new[] { type.ToString().ToUpperInvariant(), "NetMQTransport", "LibZmqTransport", "InProcessTransport" })
            Assert.Contains(part, exception.Message);
    }
}
