using System.Reflection;
using System.Text;

namespace ZProto.LogCollector.Tests;

/// <summary>The codec of the Guide's model, as it is, has the bytes that the Guide describes.</summary>
public sealed class VerbatimTests
{
    [Fact]
    public void A_LOG_is_signature_id_level_event_node_peer_time_and_data()
    {
        byte[] expected =
        [
            0xAA, 0xA2,                          // the signature: the pattern AAA, and the protocol 2
            0x01,                                // LOG
            0x02,                                // a warning
            0x03,                                // ENTER
            0x12, 0x34,                          // the node
            0xAB, 0xCD,                          // its peer
            0, 0, 0, 0, 0x5E, 0x0B, 0xE1, 0x00,  // 2020-01-01 00:00:00
            5, (byte)'Z', 0xC3, 0xBC, (byte)'r', (byte)'i',
        ];
        byte[] bytes = Assert.Single(ZreLogMsg.CreateLog(ZreLogMsg.LevelWarning, ZreLogMsg.EventEnter, 0x1234, 0xABCD, 1_577_836_800, "Züri").ToFrames());
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(bytes));

        var message = new ZreLogMsg();
        Assert.True(message.TryReadFrames([expected], out _));
        Assert.Equal(new LogRecord(2, 3, 0x1234, 0xABCD, 1_577_836_800, "Züri"), new LogRecord(message));
    }

    [Fact]
    public void The_largest_values_and_255_bytes_of_data_fit()
    {
        string data = new('x', 255);
        byte[] expected = [0xAA, 0xA2, 1, .. Enumerable.Repeat((byte)0xFF, 15), .. Encoding.ASCII.GetBytes(data)];
        byte[] bytes = Assert.Single(ZreLogMsg.CreateLog(255, 255, 65_535, 65_535, ulong.MaxValue, data).ToFrames());
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(bytes));
    }

    [Fact]
    public void Levels_events_and_version_have_the_numbers_of_the_Guide()
        => Assert.Equal(
            [
                "EventEnter 3", "EventExit 4", "EventJoin 1", "EventLeave 2", "LevelError 1", "LevelInfo 3", "LevelWarning 2", "Version 1",
            ],
            typeof(ZreLogMsg).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral)
                .Select(field => $"{field.Name} {field.GetRawConstantValue()}")
                .Order(StringComparer.Ordinal));

    // hash = 33 * hash ^ letter, in 16 bits, by hand.
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 97)]
    [InlineData("ab", (33 * 97) ^ 98)]
    [InlineData("abc", (33 * ((33 * 97) ^ 98) ^ 99) % 65_536)]
    public void A_node_is_known_by_the_hash_of_its_endpoint(string endpoint, int hash) => Assert.Equal(hash, EndpointHash.Compute(endpoint));

    [Fact]
    public async Task A_node_sends_these_bytes()
    {
        await using var host = new LogHost();
        using var collector = new RawSubscriber(host.Transport, "inproc://bytes");
        collector.Subscribe([0xAA, 0xA2, 1, ZreLogMsg.LevelError]);
        LogNode node = host.CreateNode("ab");
        await node.ReportToAsync("inproc://bytes");
        await collector.WaitUntilAsync(node, LogHost.Error);
        await node.LogAsync(LogHost.Error, ZreLogMsg.EventExit, peer: 0x0102, "hi");
        Assert.Equal("AAA201" + "01" + "04" + "0CE3" + "0102" + "000000005E0BE100" + "026869", Convert.ToHexString(collector.Receive()));
    }
}
