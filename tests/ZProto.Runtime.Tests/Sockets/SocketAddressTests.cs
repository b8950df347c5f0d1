using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ZProto.Transports;
using SocketAddress = ZProto.Transports.Sockets.SocketAddress;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class SocketAddressTests
{
    [Theory]
    [InlineData("tcp://*:5670", false, "0.0.0.0:5670")]
    [InlineData("tcp://*:5670", true, "[::]:5670")]
    [InlineData("tcp://*:*", false, "0.0.0.0:0")]
    [InlineData("tcp://127.0.0.1:0", false, "127.0.0.1:0")]
    [InlineData("tcp://127.0.0.1:65535", true, "127.0.0.1:65535")]
    [InlineData("tcp://[::1]:5670", true, "[::1]:5670")]
    [InlineData("tcp://[::]:*", false, "[::]:0")]
    public void Where_to_listen_is_an_address_and_a_port(string endpoint, bool ipv6, string address)
        => Assert.Equal(IPEndPoint.Parse(address), SocketAddress.ToBind(endpoint, ipv6));

    [Fact]
    public void An_interface_stands_for_its_address()
    {
        NetworkInterface loopback = NetworkInterface.GetAllNetworkInterfaces().First(found => found.NetworkInterfaceType == NetworkInterfaceType.Loopback);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5670), SocketAddress.ToBind($"tcp://{loopback.Name}:5670", ipv6: false));
    }

    [Fact]
    public void A_name_is_looked_up_to_listen_and_at_each_attempt_to_connect()
    {
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5670), SocketAddress.ToBind("tcp://localhost:5670", ipv6: false));
        Assert.Equal(new DnsEndPoint("localhost", 5670), SocketAddress.ToConnect("tcp://localhost:5670"));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:5670", "127.0.0.1:5670")]
    [InlineData("tcp://[::1]:5670", "[::1]:5670")]
    public void Where_to_connect_is_an_address_and_a_port(string endpoint, string address)
        => Assert.Equal(IPEndPoint.Parse(address), SocketAddress.ToConnect(endpoint));

    [Theory]
    [InlineData("")]
    [InlineData("tcp:")]
    [InlineData("tcp://")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://127.0.0.1:")]
    [InlineData("tcp://127.0.0.1:+1")]
    [InlineData("tcp://127.0.0.1: 1")]
    [InlineData("tcp://127.0.0.1:65536")]
    [InlineData("tcp://:5670")]
    [InlineData("tcp://a b:5670")]
    [InlineData("tcp://host/path:5670")]
    [InlineData("TCP://127.0.0.1:5670")]
    [InlineData("udp://127.0.0.1:5670")]
    [InlineData("ipc://")]
    [InlineData("ipc://a\0b")]
    public void What_is_no_endpoint_is_refused_with_its_text(string endpoint)
    {
        Assert.Contains($"'{endpoint}'", Assert.Throws<TransportException>(() => SocketAddress.ToBind(endpoint, ipv6: true)).Message, StringComparison.Ordinal);
        Assert.Contains($"'{endpoint}'", Assert.Throws<TransportException>(() => SocketAddress.ToConnect(endpoint)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://*:5670")]
    [InlineData("tcp://127.0.0.1:*")]
    [InlineData("tcp://127.0.0.1:0")]
    [InlineData("tcp://127.0.0.1:1;127.0.0.1:2")]
    public void What_can_only_be_bound_cannot_be_connected_to(string endpoint)
        => Assert.Throws<TransportException>(() => SocketAddress.ToConnect(endpoint));

    [Fact]
    public void A_number_alone_is_no_address()
        => Assert.IsType<DnsEndPoint>(SocketAddress.ToConnect("tcp://2130706433:5670"));

    [Theory]
    [InlineData("tcp://*:*", "127.0.0.1:99", "tcp://127.0.0.1:99")]
    [InlineData("tcp://localhost:*", "127.0.0.1:99", "tcp://localhost:99")]
    [InlineData("tcp://localhost:0", "127.0.0.1:99", "tcp://localhost:99")]
    [InlineData("tcp://[::1]:*", "[::1]:99", "tcp://[::1]:99")]
    [InlineData("tcp://127.0.0.1:99", "127.0.0.1:99", "tcp://127.0.0.1:99")]
    public void A_bound_endpoint_is_as_written_with_the_port_that_was_picked(string endpoint, string local, string bound)
        => Assert.Equal(bound, SocketAddress.Bound(endpoint, IPEndPoint.Parse(local)));

    [Fact]
    public void A_path_is_a_file_and_an_abstract_name_is_none()
    {
        EndPoint file = SocketAddress.ToBind("ipc:///tmp/name", ipv6: false);
        Assert.IsType<UnixDomainSocketEndPoint>(file);
        Assert.Equal("/tmp/name", SocketAddress.PathOf(file));
        Assert.Null(SocketAddress.PathOf(new IPEndPoint(IPAddress.Loopback, 1)));
        if (OperatingSystem.IsLinux())
            Assert.Null(SocketAddress.PathOf(SocketAddress.ToConnect("ipc://@name")));
        else
            Assert.Throws<TransportException>(() => SocketAddress.ToConnect("ipc://@name"));
    }

    [Fact]
    public void A_path_that_is_too_long_is_refused()
        => Assert.Throws<TransportException>(() => SocketAddress.ToBind($"ipc:///tmp/{new string('x', 200)}", ipv6: false));
}
