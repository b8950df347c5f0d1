using System.Buffers;
using System.Text;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class CommandTests
{
    private static byte[] Body(string name, string data = "") => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. FrameBytes.Hex(data)];

    private static byte[] Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    [Theory]
    [InlineData("PING", "0064", "", 10_000)]
    [InlineData("PING", "0001 AABB", "AABB", 100)]
    [InlineData("PING", "FFFF 000102030405060708090A0B0C0D0E0F", "000102030405060708090A0B0C0D0E0F", 6_553_500)]
    [InlineData("PONG", "", "", 0)]
    [InlineData("PONG", "000102030405060708090A0B0C0D0E0F", "000102030405060708090A0B0C0D0E0F", 0)]
    [InlineData("SUBSCRIBE", "41", "41", 0)]
    [InlineData("CANCEL", "", "", 0)]
    [InlineData("ERROR", "03 343030", "343030", 0)]
    [InlineData("ERROR", "00", "", 0)]
    [InlineData("ERROR", "01 41 42", "41", 0)]
    [InlineData("READY", "4242", "4242", 0)]
    [InlineData("HELLO", "4242", "4242", 0)]
    [InlineData("WELCOME", "", "", 0)]
    [InlineData("INITIATE", "00", "00", 0)]
    public void Known_commands_are_read(string name, string data, string expected, int ttl)
    {
        Assert.True(Command.TryParse(Body(name, data), out Command command));
        Assert.Equal(name, command.Kind.ToString().ToUpperInvariant());
        Assert.Equal(expected, Convert.ToHexString(command.Data));
        Assert.Equal(ttl, command.Ttl.TotalMilliseconds);
    }

    [Theory]
    [InlineData("JOIN")]
    [InlineData("ping")]
    [InlineData("PINGS")]
    [InlineData("X")]
    public void Unknown_commands_are_no_error(string name)
    {
        Assert.True(Command.TryParse(Body(name, "0102"), out Command command));
        Assert.Equal(CommandKind.Unknown, command.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00 41")]
    [InlineData("05 50494E47")]
    [InlineData("FF FF")]
    [InlineData("04 50494E47")]
    [InlineData("04 50494E47 00")]
    [InlineData("04 50494E47 0000 0102030405060708090A0B0C0D0E0F1011")]
    [InlineData("04 504F4E47 0102030405060708090A0B0C0D0E0F1011")]
    [InlineData("05 4552524F52")]
    [InlineData("05 4552524F52 02 41")]
    public void Malformed_commands_are_told(string body) => Assert.False(Command.TryParse(FrameBytes.Hex(body), out _));

    [Fact]
    public void Each_is_written_as_the_RFC_has_it()
    {
        Assert.Equal([4, 7, .. Body("PING", "001E")], Written(output => CommandWriter.WritePing(output, TimeSpan.FromMilliseconds(3099))));
        Assert.Equal([4, 7, .. Body("PING", "FFFF")], Written(output => CommandWriter.WritePing(output, TimeSpan.FromDays(1))));
        Assert.Equal([4, 7, .. Body("PONG", "AABB")], Written(output => CommandWriter.WritePong(output, [0xAA, 0xBB])));
        Assert.Equal([4, 10, .. Body("ERROR", "03 343030")], Written(output => CommandWriter.WriteError(output, "400")));
        Assert.Equal([4, 8, .. Body("WELCOME")], Written(output => CommandWriter.Write(output, "WELCOME"u8, [])));
        Assert.Equal([.. FrameBytes.LongHeader(6, 308), .. Body("WELCOME"), .. new byte[300]], Written(output => CommandWriter.Write(output, "WELCOME"u8, new byte[300])));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        byte[] ping = Written(output => CommandWriter.WritePing(output, TimeSpan.FromSeconds(30)));
        Assert.True(Command.TryParse(ping.AsSpan(2), out Command command));
        Assert.Equal((CommandKind.Ping, TimeSpan.FromSeconds(30)), (command.Kind, command.Ttl));
    }

    [Fact]
    public void Random_and_mutated_bytes_never_throw()
    {
        var random = new Random(37);
        byte[][] seeds = [Body("PING", "0064 0102"), Body("PONG"), Body("ERROR", "03 343030"), Body("READY", "0102"), Body("SUBSCRIBE", "41")];
        byte[] body = new byte[64];
        for (int i = 0; i < 50_000; i++)
        {
            random.NextBytes(body);
            seeds[i % seeds.Length].CopyTo(body, 0);
            for (int j = random.Next(3); j > 0; j--)
                body[random.Next(16)] = (byte)random.Next(32);
            Command.TryParse(body.AsSpan(0, random.Next(body.Length)), out _);
        }
    }
}
