using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class GreetingTests
{
    private static byte[] Written(SecurityMechanism mechanism, bool asServer)
    {
        byte[] greeting = Enumerable.Repeat((byte)0xEE, Greeting.Size).ToArray();
        Greeting.Write(greeting, mechanism, asServer);
        return greeting;
    }

    private static (GreetingStatus Status, PeerGreeting Peer, string? Reason) Read(byte[] bytes, SecurityMechanism mechanism = SecurityMechanism.Null, bool asServer = false)
        => (Greeting.Read(bytes, mechanism, asServer, out PeerGreeting peer, out string? reason), peer, reason);

    private static byte[] With(byte[] greeting, int index, byte value)
    {
        greeting[index] = value;
        return greeting;
    }

    [Theory]
    [InlineData(SecurityMechanism.Null, false, "4E554C4C 00000000000000000000000000000000 00")]
    [InlineData(SecurityMechanism.Null, true, "4E554C4C 00000000000000000000000000000000 00")]
    [InlineData(SecurityMechanism.Plain, true, "504C41494E 000000000000000000000000000000 01")]
    [InlineData(SecurityMechanism.Curve, false, "4355525645 000000000000000000000000000000 00")]
    public void It_has_the_64_bytes_of_the_RFC(SecurityMechanism mechanism, bool asServer, string expected)
        => Assert.Equal(FrameBytes.Hex($"FF 0000000000000000 7F 03 01 {expected} {new string('0', 62)}"), Written(mechanism, asServer));

    [Theory]
    [InlineData(SecurityMechanism.Null)]
    [InlineData(SecurityMechanism.Plain)]
    [InlineData(SecurityMechanism.Curve)]
    public void Both_ends_accept_each_other_once_all_of_it_is_there(SecurityMechanism mechanism)
    {
        foreach (bool asServer in (bool[])[false, true])
        {
            byte[] greeting = [.. Written(mechanism, !asServer), 0xFF, 0xFF];
            for (int length = 0; length < Greeting.Size; length++)
                Assert.Equal((GreetingStatus.NeedMore, default, null), Read(greeting[..length], mechanism, asServer));
            Assert.Equal((GreetingStatus.Accepted, new PeerGreeting(3, 1, mechanism, !asServer && mechanism != SecurityMechanism.Null), null), Read(greeting, mechanism, asServer));
        }
    }

    [Fact]
    public void Padding_filler_and_later_versions_are_accepted()
    {
        byte[] greeting = Written(SecurityMechanism.Null, false);
        greeting.AsSpan(1, 8).Fill(0xAB);
        greeting.AsSpan(33).Fill(0xCD);
        Assert.Equal(GreetingStatus.Accepted, Read(greeting).Status);
        Assert.Equal((3, 0), (Read(With(greeting, 11, 0)).Peer.Major, Read(greeting).Peer.Minor));
        Assert.Equal((4, 255), (Read(With(greeting, 10, 4)).Peer.Major, Read(With(greeting, 11, 255)).Peer.Minor));
        Assert.Equal(GreetingStatus.Accepted, Read(With(greeting, 10, 255)).Status);
    }

    [Theory]
    [InlineData("01", "the peer speaks ZMTP 1.0, or no ZMTP at all")]
    [InlineData("47 45", "the peer speaks ZMTP 1.0, or no ZMTP at all")]
    [InlineData("FF 0000000000000001 00", "the peer speaks ZMTP 1.0, or no ZMTP at all")]
    [InlineData("FF 0000000000000001 7F 00", "the peer speaks ZMTP 1.0")]
    [InlineData("FF 0000000000000001 7F 01", "the peer speaks ZMTP 2.0")]
    [InlineData("FF 0000000000000001 7F 02", "the peer speaks ZMTP 2.0")]
    public void Older_peers_are_told_by_their_first_bytes(string bytes, string reason)
        => Assert.Equal((GreetingStatus.Refused, default, reason), Read(FrameBytes.Hex(bytes)));

    [Fact]
    public void Another_mechanism_is_refused_before_the_filler_arrives()
    {
        byte[] plain = Written(SecurityMechanism.Plain, false);
        Assert.Equal((GreetingStatus.Refused, default, "the peer's mechanism is PLAIN, not NULL"), Read(plain[..32]));
        Assert.Equal("the peer's mechanism is NULL, not CURVE", Read(Written(SecurityMechanism.Null, false), SecurityMechanism.Curve).Reason);
        Assert.Equal("the peer's mechanism is NULLX, not NULL", Read(With(Written(SecurityMechanism.Null, false), 16, (byte)'X')).Reason);
        Assert.Equal("the peer's mechanism is NULL??, not NULL", Read(With(Written(SecurityMechanism.Null, false), 17, 10)).Reason);
        Assert.Equal(GreetingStatus.Refused, Read(With(Written(SecurityMechanism.Null, false), 12, (byte)'n')).Status);
    }

    [Fact]
    public void Two_servers_refuse_each_other_and_a_server_that_does_not_say_so_is_accepted()
    {
        Assert.Equal((GreetingStatus.Refused, default, "both ends are servers of PLAIN"), Read(Written(SecurityMechanism.Plain, true), SecurityMechanism.Plain, asServer: true));
        Assert.Equal(GreetingStatus.Accepted, Read(Written(SecurityMechanism.Plain, false), SecurityMechanism.Plain, asServer: false).Status);
        Assert.Equal(GreetingStatus.Accepted, Read(With(Written(SecurityMechanism.Null, false), 32, 1), asServer: true).Status);
    }

    [Fact]
    public void Random_and_mutated_bytes_are_accepted_or_refused()
    {
        var random = new Random(37);
        byte[] bytes = new byte[Greeting.Size + 8];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            if (i % 4 != 0)
                Greeting.Write(bytes, (SecurityMechanism)(i % 3), i % 2 == 0);
            for (int j = random.Next(4); j > 0; j--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            int length = random.Next(bytes.Length + 1);
            GreetingStatus status = Greeting.Read(bytes.AsSpan(0, length), (SecurityMechanism)(i % 3), i % 5 == 0, out PeerGreeting peer, out string? reason);
            Assert.Equal(status == GreetingStatus.Refused, reason is not null);
            Assert.True(status != GreetingStatus.Accepted || (length >= Greeting.Size && peer.Major >= 3));
            Assert.True(status != GreetingStatus.NeedMore || length < Greeting.Size);
        }
    }
}
