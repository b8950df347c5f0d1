using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>MODEL.md, <c>utf8</c>: text that engines pass on keeps its bytes, and a strict protocol lets none in that is not UTF-8.</summary>
public sealed class RelayTests
{
    private const string Endpoint = "inproc://relay";
    private const byte Pass = 2;
    private const byte News = 3;

    // As text each is U+FFFD, three bytes of UTF-8: more than a string and a key can have.
    private static readonly byte[] s_invalid = [.. Enumerable.Repeat((byte)0xFF, 255)];

    private readonly InProcessTransport _transport = new();
    private readonly RecordingLogger _book = new();

    /// <summary>The texts of a message, in the order of the wire; each is wrong once.</summary>
    public static TheoryData<int> Places => [0, 1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_passes_text_on_as_the_bytes_that_came(bool isKept)
    {
        await using var server = new RelayServer { Options = { Transport = _transport, LoggerFactory = _book } };
        await server.BindAsync(Endpoint);
        await using Peer<RelayMsg> other = await Peer<RelayMsg>.ConnectAsync(_transport, Endpoint);
        await using Peer<RelayMsg> peer = await Peer<RelayMsg>.ConnectAsync(_transport, Endpoint);
        await other.SendAsync(RelayMsg.CreateOpen(""));
        // So that it is a client when the first message is passed on.
        await server.InvokeAsync(() => { });
        await server.InvokeAsync(() => { });
        if (!isKept)
            await peer.SendAsync(RelayMsg.CreateOpen(""));
        byte[] frame = Frame(4, Pass, s_invalid, [0xFE], [0xFD, (byte)'a'], [0xFC], s_invalid, [0xFB], [0xFA]);
        for (int i = 0; i < 2; i++)
            await peer.SendAsync(frame);
        if (isKept)
            await peer.SendAsync(RelayMsg.CreateOpen(""));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal([frame], peer.Receive().ToFrames());
            Assert.Equal([frame], other.Receive().ToFrames());
        }
        Assert.Empty(_book.Lines);
    }

    [Fact]
    public async Task A_client_passes_text_on_as_the_bytes_that_came_by_a_message_and_to_its_user()
    {
        await using RouterPeer<RelayMsg> server = await RouterPeer<RelayMsg>.BindAsync(_transport, Endpoint);
        await using var client = new RelayClient { Options = { Transport = _transport, LoggerFactory = _book, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(Endpoint);
        RoutingId id = server.Receive().RoutingId;
        byte[] frame = Frame(4, Pass, s_invalid, [0xFE], [0xFD, (byte)'a'], [0xFC], s_invalid, [0xFB], [0xFA]);
        byte[] news = Frame(4, News, s_invalid, [0xFE], [0xFD, (byte)'a'], [0xFC], s_invalid, [0xFB], [0xFA]);
        await server.SendAsync(id, frame);
        await server.SendAsync(id, news);
        Assert.Equal([frame], server.Receive().ToFrames());
        RelayMsg received = await client.ReceiveAsync();
        Assert.Equal("\uFFFD", received.Text);
        Assert.Equal([news], received.ToFrames());
        Assert.Empty(_book.Lines);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_strict_server_lets_no_text_in_that_is_not_UTF_8(int place)
    {
        await using var server = new StrictRelayServer { Options = { Transport = _transport, LoggerFactory = _book } };
        await server.BindAsync(Endpoint);
        await using Peer<StrictRelayMsg> peer = await Peer<StrictRelayMsg>.ConnectAsync(_transport, Endpoint);
        await peer.SendAsync(StrictRelayMsg.CreateOpen(""));
        await peer.SendAsync(Strict(Pass, place));
        await peer.SendAsync(Strict(Pass, place: null));
        Assert.Equal([Strict(Pass, place: null)], peer.Receive().ToFrames());
        Assert.Contains("the text is not UTF-8", Assert.Single(_book.Lines, IsMalformed), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_strict_client_lets_no_text_in_that_is_not_UTF_8(int place)
    {
        await using RouterPeer<StrictRelayMsg> server = await RouterPeer<StrictRelayMsg>.BindAsync(_transport, Endpoint);
        await using var client = new StrictRelayClient { Options = { Transport = _transport, LoggerFactory = _book, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(Endpoint);
        RoutingId id = server.Receive().RoutingId;
        await server.SendAsync(id, Strict(Pass, place));
        await server.SendAsync(id, Strict(News, place));
        await server.SendAsync(id, Strict(News, place: null));
        await server.SendAsync(id, Strict(Pass, place: null));
        Assert.Equal([Strict(Pass, place: null)], server.Receive().ToFrames());
        Assert.Equal([Strict(News, place: null)], (await client.ReceiveAsync()).ToFrames());
        Assert.Contains("the text is not UTF-8", Assert.Single(_book.Lines, IsMalformed), StringComparison.Ordinal);
    }

    // A busy machine may have a line about a long action too.
    private static bool IsMalformed(string line) => line.Contains("Malformed", StringComparison.Ordinal);

    private static byte[] Strict(byte id, int? place)
    {
        byte[][] texts = [.. Enumerable.Range(0, 7).Select(i => i == place ? new byte[] { 0xFF } : [(byte)'x'])];
        return Frame(5, id, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6]);
    }

    private static byte[] Frame(byte signature, byte id, byte[] origin, byte[] text, byte[] first, byte[] second, byte[] key, byte[] value, byte[] forename)
        => [0xAA, (byte)(0xA0 | signature), id, .. Short(origin), .. Long(text), 0, 0, 0, 2, .. Long(first), .. Long(second), 0, 0, 0, 1, .. Short(key), .. Long(value), .. Short(forename)];

    private static byte[] Short(byte[] text) => [(byte)text.Length, .. text];

    private static byte[] Long(byte[] text) => [0, 0, 0, (byte)text.Length, .. text];
}
