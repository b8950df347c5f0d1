using NaCl;
using ZProto.Runtime.Tests.Codec;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class CurveCipherTests : IDisposable
{
    private static readonly byte[] s_key = Enumerable.Range(1, 32).Select(number => (byte)number).ToArray();

    private readonly CurveCipher _client = new(new XSalsa20Poly1305(s_key), asServer: false, nonce: 2, peerNonce: 1);
    private readonly CurveCipher _server = new(new XSalsa20Poly1305(s_key), asServer: true, nonce: 1, peerNonce: 2);

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private static byte[] Sealed(CurveCipher cipher, byte[] body, bool more = false, bool isCommand = false)
    {
        byte[] outer = new byte[cipher.MaxSealedSize(body.Length)];
        return outer[..cipher.Seal(body, more, isCommand, outer)];
    }

    private static byte[] BodyOf(byte[] outer)
    {
        FrameEvent found = new OuterFrameParser(default).Read(outer);
        Assert.Equal((FrameEventKind.Command, outer.Length), (found.Kind, found.Consumed));
        return outer[found.Offset..];
    }

    private static byte[]? Opened(CurveCipher cipher, byte[] outerBody)
    {
        byte[] plain = new byte[outerBody.Length];
        return cipher.TryOpen(outerBody, plain, out int written) ? plain[..written] : null;
    }

    // The plain text of a MESSAGE with flags of one's own.
    private static byte[] Message(ulong nonce, params byte[] text)
    {
        byte[] box = new byte[text.Length + 16];
        byte[] number = [0, 0, 0, 0, 0, 0, 0, (byte)nonce];
        using var key = new XSalsa20Poly1305(s_key);
        key.Encrypt(box, text, [.. "CurveZMQMESSAGEC"u8, .. number]);
        return [7, .. "MESSAGE"u8, .. number, .. box];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(222)]
    [InlineData(223)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(70_000)]
    public void What_one_end_seals_the_other_opens_into_a_plain_frame(int length)
    {
        byte[] body = new byte[length];
        new Random(length).NextBytes(body);
        foreach ((bool more, bool isCommand) in ((bool, bool)[])[(false, false), (true, false), (false, true)])
        {
            byte flags = (byte)((more ? 1 : 0) | (isCommand ? 4 : 0));
            byte[] plain = length < 256 ? FrameBytes.Short(flags, body) : FrameBytes.Long((byte)(flags | 2), body);
            Assert.Equal(plain, Opened(_server, BodyOf(Sealed(_client, body, more, isCommand))));
            Assert.Equal(plain, Opened(_client, BodyOf(Sealed(_server, body, more, isCommand))));
        }
    }

    [Fact]
    public void An_outer_frame_has_no_flags_but_LONG_and_a_nonce_that_counts_up()
    {
        byte[] first = Sealed(_client, [1, 2], more: true);
        Assert.Equal([0, 35, 7, .. "MESSAGE"u8, 0, 0, 0, 0, 0, 0, 0, 3], first[..18]);
        byte[] second = Sealed(_client, new byte[223], isCommand: true);
        Assert.Equal([.. FrameBytes.LongHeader(2, 256), 7, .. "MESSAGE"u8, 0, 0, 0, 0, 0, 0, 0, 4], second[..25]);
        Assert.Equal(Message(3, 1, 1, 2), BodyOf(first));
    }

    [Fact]
    public void A_replayed_or_older_nonce_is_refused_and_a_gap_is_not()
    {
        byte[] first = BodyOf(Sealed(_client, [1]));
        byte[] second = BodyOf(Sealed(_client, [2]));
        byte[] third = BodyOf(Sealed(_client, [3]));
        Assert.Equal([0, 1, 1], Opened(_server, first));
        Assert.Null(Opened(_server, first));
        Assert.Equal([0, 1, 3], Opened(_server, third));
        Assert.Null(Opened(_server, second));
    }

    [Fact]
    public void What_this_end_sealed_is_not_taken_for_the_peers()
        => Assert.Null(Opened(_client, BodyOf(Sealed(_client, [1]))));

    [Fact]
    public void A_changed_bit_anywhere_is_refused_and_what_is_right_still_opens_after()
    {
        byte[] body = BodyOf(Sealed(_client, [1, 2, 3]));
        for (int i = 0; i < body.Length; i++)
        {
            body[i] ^= 1;
            Assert.Null(Opened(_server, body));
            body[i] ^= 1;
        }
        Assert.Equal([0, 3, 1, 2, 3], Opened(_server, body));
    }

    [Fact]
    public void Half_a_message_is_refused_at_every_length()
    {
        byte[] body = BodyOf(Sealed(_client, [1, 2, 3]));
        for (int length = 0; length < body.Length; length++)
            Assert.Null(Opened(_server, body[..length]));
    }

    [Fact]
    public void Sealed_flags_other_than_MORE_or_COMMAND_are_refused()
    {
        Assert.Equal([0, 1, 9], Opened(_server, Message(10, 0, 9)));
        Assert.Equal([1, 1, 9], Opened(_server, Message(11, 1, 9)));
        Assert.Equal([4, 1, 9], Opened(_server, Message(12, 2, 9)));
        Assert.Null(Opened(_server, Message(13, 3, 9)));
        Assert.Null(Opened(_server, Message(14, 4, 9)));
        Assert.Null(Opened(_server, Message(15, 0x80, 9)));
        Assert.Null(Opened(_server, Message(16)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void It_can_be_opened_where_it_lies(int length)
    {
        byte[] body = Enumerable.Range(0, length).Select(number => (byte)number).ToArray();
        byte[] outer = Sealed(_client, body, more: true);
        byte[] sealedBody = BodyOf(outer);
        byte[] expected = Opened(new CurveCipher(new XSalsa20Poly1305(s_key), asServer: true, 1, 2), sealedBody)!;
        foreach (int start in (int[])[outer.Length - sealedBody.Length, 0])
        {
            using var server = new CurveCipher(new XSalsa20Poly1305(s_key), asServer: true, 1, 2);
            byte[] buffer = [.. outer];
            Assert.True(server.TryOpen(buffer.AsSpan(outer.Length - sealedBody.Length), buffer.AsSpan(start), out int written));
            Assert.Equal(expected, buffer[start..(start + written)]);
        }
    }

    // NaCl.Net takes 368 bytes for each message of more than 32, of whatever size; the cipher itself none.
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(60_000)]
    public void A_message_takes_no_memory_but_what_the_library_does(int length)
    {
        byte[] body = new byte[length];
        byte[] outer = new byte[_client.MaxSealedSize(length)];
        byte[] plain = new byte[outer.Length];
        int headerSize = Frames.HeaderSize(length + CurveCipher.Overhead);
        Assert.InRange(Allocation.Of(() => _client.Seal(body, more: false, isCommand: false, outer)), 0, 400);
        Assert.InRange(Allocation.Of(() => _server.TryOpen(outer.AsSpan(headerSize), plain, out _)), 0, 600);
        Assert.Equal(body, plain[Frames.HeaderSize(length)..(Frames.HeaderSize(length) + length)]);
    }

    [Fact]
    public void Random_bytes_never_open()
    {
        var random = new Random(26);
        byte[] body = new byte[80];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(body);
            if (i % 2 == 0)
                "\u0007MESSAGE"u8.CopyTo(body);
            Assert.Null(Opened(_server, body[..random.Next(body.Length)]));
        }
    }
}
