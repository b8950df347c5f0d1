using ZProto.Native;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>The native library: there, missing, too old.</summary>
public sealed class LibraryTests
{
    [LibZmqFact]
    public void The_transport_says_what_it_can_do()
    {
        var transport = new LibZmqTransport();
        Assert.Equal("libzmq", transport.Name);
        Assert.True(LibZmqTransport.LibraryVersion >= new Version(4, 2));
        const TransportCapabilities Always = TransportCapabilities.Tcp | TransportCapabilities.InProcess | TransportCapabilities.Plain
            | TransportCapabilities.Authentication | TransportCapabilities.PeerAddress;
        Assert.Equal(Always, transport.Capabilities & Always);
    }

    [Fact]
    public void A_missing_library_is_told_with_how_to_install_it()
    {
        Assert.Contains("apt-get install libzmq5", LibZmqLibrary.NotFound(), StringComparison.Ordinal);
        Assert.Contains("brew install zeromq", LibZmqLibrary.NotFound(), StringComparison.Ordinal);
        Assert.Contains("libzmq.dll", LibZmqLibrary.NotFound(), StringComparison.Ordinal);
        if (!LibZmqTransport.IsAvailable)
            Assert.Contains("libzmq", Assert.Throws<TransportException>(() => new LibZmqTransport().CreateLoop()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_too_old_is_refused_by_version()
        => Assert.Equal("The transport needs libzmq 4.2 or later; the one found is 4.1.8.", LibZmqLibrary.TooOld(new Version(4, 1, 8)));
}
