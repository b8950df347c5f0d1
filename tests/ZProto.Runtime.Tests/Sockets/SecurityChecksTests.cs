using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class SecurityChecksTests
{
    private static string Refusal(SocketSecurity security) => Assert.Throws<TransportException>(() => SecurityChecks.Check(security)).Message;

    [Fact]
    public void Valid_security_passes()
    {
        SecurityChecks.Check(null);
        SecurityChecks.Check(new SocketSecurity.NullServer("lobby", null));
        SecurityChecks.Check(SocketSecurity.Plain);
        SecurityChecks.Check(new SocketSecurity.PlainClient(new string('a', 255), new string('b', 255)));
        SecurityChecks.Check(new SocketSecurity.PlainClient("a", ""));
        SecurityChecks.Check(SocketSecurity.Curve(TestKeys.Server));
        SecurityChecks.Check(new SocketSecurity.CurveClient(TestKeys.Server.PublicKey, TestKeys.Client));
    }

    [Fact]
    public void Generated_keys_are_a_pair_and_another_each_time()
    {
        CurveKeyPair keys = SocketsTransport.GenerateCurveKeyPair();
        SecurityChecks.Check(SocketSecurity.Curve(keys));
        Assert.NotEqual(keys.SecretKey, SocketsTransport.GenerateCurveKeyPair().SecretKey);
    }

    [Fact]
    public void Texts_that_a_command_cannot_hold_are_refused()
    {
        Assert.Equal("A server without a mechanism needs a domain for its peers to be decided on.", Refusal(new SocketSecurity.NullServer("", null)));
        Assert.Equal("A user name has 1 to 255 bytes, not 0.", Refusal(new SocketSecurity.PlainClient("", "pw")));
        Assert.Equal("A user name has 1 to 255 bytes, not 256.", Refusal(new SocketSecurity.PlainClient(new string('ö', 128), "pw")));
        Assert.Equal("A password has at most 255 bytes, not 256.", Refusal(new SocketSecurity.PlainClient("ada", new string('x', 256))));
    }

    [Fact]
    public void Keys_that_are_none_or_not_a_pair_are_refused_and_secret_ones_not_shown()
    {
        Assert.Equal("The server's secret key is no CURVE key: one is 40 characters of Z85.", Refusal(SocketSecurity.Curve(TestKeys.Server with { SecretKey = "secret" })));
        Assert.Equal("The client's public key is no CURVE key: one is 40 characters of Z85.", Refusal(new SocketSecurity.CurveClient(TestKeys.Server.PublicKey, TestKeys.Client with { PublicKey = new string('"', 40) })));
        Assert.Equal("The server's public key is no CURVE key: one is 40 characters of Z85.", Refusal(new SocketSecurity.CurveClient("", TestKeys.Client)));
        Assert.Equal($"The public key {TestKeys.Client.PublicKey} is not that of the secret key.", Refusal(SocketSecurity.Curve(TestKeys.Server with { PublicKey = TestKeys.Client.PublicKey })));
    }
}
