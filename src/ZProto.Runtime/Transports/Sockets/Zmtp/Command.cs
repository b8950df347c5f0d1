using System.Buffers.Binary;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What a command says; valid as long as the bytes it was read from.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Commands", "Connection Heartbeating".</remarks>
internal readonly ref struct Command
{
    /// <summary>Bytes that the context of a PING can have.</summary>
    public const int MaxContextLength = 16;

    private const int TtlSize = 2;

    private Command(CommandKind kind, ReadOnlySpan<byte> data, int ttl = 0)
    {
        Kind = kind;
        Data = data;
        Ttl = new TimeSpan(ttl * CommandWriter.TtlUnit.Ticks);
    }

    public CommandKind Kind { get; }

    /// <summary>Of PING: after how much silence this end may take the peer for gone; zero for never.</summary>
    public TimeSpan Ttl { get; }

    /// <summary>The context of PING and PONG, the reason of ERROR, the subscription of SUBSCRIBE and CANCEL; else all that follows the name.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Reads a command's body.</summary>
    /// <returns>Whether it is well formed, as far as it can be told without the handshake that it belongs to.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, out Command command)
    {
        command = default;
        if (body.IsEmpty || body[0] == 0 || body[0] >= body.Length)
            return false;
        CommandKind kind = KindOf(body[1..(body[0] + 1)]);
        ReadOnlySpan<byte> data = body[(body[0] + 1)..];
        switch (kind)
        {
            case CommandKind.Ping:
                if (data.Length is < TtlSize or > TtlSize + MaxContextLength)
                    return false;
                command = new Command(kind, data[TtlSize..], BinaryPrimitives.ReadUInt16BigEndian(data));
                return true;
            case CommandKind.Pong when data.Length > MaxContextLength:
                return false;
            case CommandKind.Error:
                // What follows the reason is ignored, as libzmq does.
                if (data.IsEmpty || data[0] >= data.Length)
                    return false;
                command = new Command(kind, data.Slice(1, data[0]));
                return true;
            default:
                command = new Command(kind, data);
                return true;
        }
    }

    private static CommandKind KindOf(ReadOnlySpan<byte> name) => name switch
    {
        [(byte)'P', (byte)'I', (byte)'N', (byte)'G'] => CommandKind.Ping,
        [(byte)'P', (byte)'O', (byte)'N', (byte)'G'] => CommandKind.Pong,
        _ when name.SequenceEqual("SUBSCRIBE"u8) => CommandKind.Subscribe,
        _ when name.SequenceEqual("CANCEL"u8) => CommandKind.Cancel,
        _ when name.SequenceEqual("READY"u8) => CommandKind.Ready,
        _ when name.SequenceEqual("ERROR"u8) => CommandKind.Error,
        _ when name.SequenceEqual("HELLO"u8) => CommandKind.Hello,
        _ when name.SequenceEqual("WELCOME"u8) => CommandKind.Welcome,
        _ when name.SequenceEqual("INITIATE"u8) => CommandKind.Initiate,
        _ => CommandKind.Unknown,
    };
}

/// <summary>Which command a peer sent.</summary>
internal enum CommandKind
{
    /// <summary>One that this end does not know, and ignores.</summary>
    Unknown,

    Ping,
    Pong,
    Subscribe,
    Cancel,
    Error,

    // Those of handshakes.
    Ready,
    Hello,
    Welcome,
    Initiate,
}
