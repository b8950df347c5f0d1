namespace ZProto.Zyre.Tests;

/// <summary>The bytes of a beacon, and those that C nodes broadcast: zyre 2.0.1 with czmq 4.2.1, on 2026-12-01.</summary>
public sealed class BeaconBytesTests
{
    private static readonly Dictionary<string, byte[][]> s_recordings = Recording.Read("beacon.txt");

    public static TheoryData<string, string, int> Recordings => new()
    {
        { "alice", "8169B2AC-A21D-4CBD-8686-CA9CF3E64F2A", 49152 },
        { "bob", "479908D5-850D-4BA1-91A5-4C8F18F2EE29", 49153 },
        { "alice-leaves", "8169B2AC-A21D-4CBD-8686-CA9CF3E64F2A", 0 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_beacon_has_the_22_bytes_that_C_broadcasts(string node, string id, int port)
    {
        byte[] bytes = new byte[22];
        new Beacon(Guid.Parse(id), (ushort)port).Write(bytes);
        Assert.Equal(Convert.ToHexString(s_recordings[node][0]), Convert.ToHexString(bytes));
        Assert.True(Beacon.TryRead(s_recordings[node][0], out Beacon beacon));
        Assert.Equal(new Beacon(Guid.Parse(id), (ushort)port), beacon);
    }

    [Fact]
    public void Another_length_header_or_version_is_not_a_beacon()
    {
        byte[] beacon = s_recordings["alice"][0];
        for (int length = 0; length < beacon.Length; length++)
            Assert.False(Beacon.TryRead(beacon.AsSpan(0, length), out _));
        Assert.False(Beacon.TryRead([.. beacon, 0], out _));
        for (int i = 0; i < 4; i++)
        {
            byte[] other = [.. beacon];
            other[i] ^= 1;
            Assert.False(Beacon.TryRead(other, out _));
        }
        // With a key for CURVE, as nodes that use it broadcast.
        Assert.False(Beacon.TryRead([.. "ZRE\x03"u8, .. beacon[4..], .. new byte[32]], out _));
    }
}
