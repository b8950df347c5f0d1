using System.Text;
using static ZProto.Transport.Tests.Zmtp;

namespace ZProto.Transport.Tests;

/// <summary>What no peer would send, each under its name.</summary>
public static class HostileBytes
{
    private const byte More = 1, Long = 2, CommandFlag = 4;

    private static readonly byte[] s_handshake = [.. Greeting(), .. Ready()];

    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        // Not even a greeting.
        ["nothing"] = () => [],
        ["an HTTP request"] = () => "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray(),
        ["a TLS ClientHello"] = TlsClientHello,
        ["a kilobyte of zeros"] = () => new byte[1024],
        ["a kilobyte of FF"] = () => Filled(1024, 0xFF),
        ["random bytes"] = () => Random(seed: 1, 5_000),
        ["random bytes that begin as a greeting"] = () => [.. Greeting()[..10], .. Random(seed: 2, 5_000)],
        ["random bytes after a greeting"] = () => [.. Greeting(), .. Random(seed: 3, 5_000)],
        ["random bytes after a handshake"] = () => [.. s_handshake, .. Random(seed: 4, 5_000)],

        // Greetings.
        ["a signature that is cut"] = () => Greeting()[..5],
        ["a signature with a wrong end"] = () => [.. Greeting()[..9], 0x7E, .. Greeting()[10..], .. Ready()],
        ["a signature with a length of FF"] = () => [.. Filled(9, 0xFF), .. Greeting()[9..], .. Ready()],
        ["a greeting that is cut in its mechanism"] = () => Greeting()[..14],
        ["a greeting that lacks a byte"] = () => Greeting()[..63],
        ["a greeting of ZMTP 1.0"] = () => [1, 0, 8, 0, .. HelloBytes.Ping(1)],
        ["a frame of ZMTP 1.0 that announces 2^63 bytes"] = () => [1, 0, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0],
        ["a frame of ZMTP 1.0 without room for its flags"] = () => [1, 0, 0, 0, 0, 0],
        ["a greeting of ZMTP 2.0"] = () => [.. Greeting()[..10], 1, 5, 0, 0, 0, 7, .. HelloBytes.Ping(1)],
        ["a socket type of ZMTP 2.0 that there is not"] = () => [.. Greeting()[..10], 1, 99, 0, 0, 0, 7, .. HelloBytes.Ping(1)],
        ["an identity of ZMTP 2.0 that announces 2^63 bytes"] = () => [.. Greeting()[..10], 1, 5, .. LongHead(0, 1UL << 63)],
        ["a greeting of ZMTP 0"] = () => [.. Greeting(major: 0), .. Ready()],
        ["a greeting of ZMTP 255.255"] = () => [.. Greeting(major: 255, minor: 255), .. Ready()],
        ["a greeting as a server"] = () => [.. Greeting(asServer: true), .. Ready()],
        ["a mechanism that there is not"] = () => [.. Greeting("BOGUS"), .. Ready()],
        ["a mechanism without a name"] = () => [.. Greeting(""), .. Ready()],
        ["a mechanism of twenty characters"] = () => [.. Greeting(new string('X', 20)), .. Ready()],
        ["PLAIN where there is none"] = () => [.. Greeting("PLAIN"), .. Command("HELLO", [.. ShortText("user"), .. ShortText("password")])],
        ["CURVE where there is none"] = () => [.. Greeting("CURVE"), .. Command("HELLO", new byte[194])],

        // The handshake.
        ["a READY without properties"] = () => [.. Greeting(), .. Command("READY")],
        ["a socket type that there is not"] = () => [.. Greeting(), .. Ready(socketType: "BOGUS")],
        ["a socket type that does not fit"] = () => [.. Greeting(), .. Ready(socketType: "PUB")],
        ["a socket type of 70,000 characters"] = () => [.. Greeting(), .. Ready(socketType: new string('X', 70_000))],
        ["a property that is cut in its name"] = () => [.. Greeting(), .. Command("READY", 200, (byte)'A')],
        ["a property that is cut in its length"] = () => [.. Greeting(), .. Command("READY", 1, (byte)'A', 0, 0)],
        ["a property without a name"] = () => [.. Greeting(), .. Command("READY", Property("", []))],
        ["a property that is longer than its command"] = () => [.. Greeting(), .. Command("READY", Property("A", [1, 2, 3], 1_000))],
        ["a property that reaches into the next"] = () => [.. Greeting(), .. Command("READY", [.. Property("Socket-Type", "DEALER"u8.ToArray(), 10), .. Property("Identity", [])])],
        ["a property with a length of 7FFFFFFF"] = () => [.. Greeting(), .. Command("READY", Property("A", [], 0x7FFFFFFF))],
        ["a property with a length of 80000000"] = () => [.. Greeting(), .. Command("READY", Property("A", [], 0x80000000))],
        ["a property with a length of FFFFFFFF"] = () => [.. Greeting(), .. Command("READY", Property("A", [], 0xFFFFFFFF))],
        ["a property ten thousand times"] = () => [.. Greeting(), .. Command("READY", [.. Enumerable.Repeat(Property("X-A", new byte[20]), 10_000).SelectMany(property => property)])],
        ["a READY of 10 megabytes"] = () => [.. Greeting(), .. Command("READY", Property("X-A", new byte[10_000_000]))],
        ["a READY that announces 2^63 bytes"] = () => [.. Greeting(), .. LongHead(CommandFlag, 1UL << 63), .. "\u0005READY"u8],
        ["a READY that is no command"] = () => [.. Greeting(), .. Message(Ready()[2..])],
        ["a READY that comes twice"] = () => [.. s_handshake, .. Ready(), .. Message(HelloBytes.Ping(1))],
        ["a message in place of READY"] = () => [.. Greeting(), .. Message(HelloBytes.Ping(1))],
        ["an empty frame in place of READY"] = () => [.. Greeting(), .. Message([])],
        ["an empty command in place of READY"] = () => [.. Greeting(), .. BareCommand()],
        ["an unknown command in place of READY"] = () => [.. Greeting(), .. Command("BOGUS")],
        ["a PING in place of READY"] = () => [.. Greeting(), .. Command("PING", 0, 0)],
        ["an ERROR in place of READY"] = () => [.. Greeting(), .. Command("ERROR", ShortText("no"))],
        ["an ERROR without a reason"] = () => [.. Greeting(), .. Command("ERROR")],
        ["an ERROR whose reason is cut"] = () => [.. Greeting(), .. Command("ERROR", 200, (byte)'A')],
        ["an identity of no bytes"] = () => [.. Greeting(), .. Ready([]), .. Message(HelloBytes.Ping(1))],
        ["an identity of 255 bytes"] = () => [.. Greeting(), .. Ready(Filled(255, (byte)'x')), .. Message(HelloBytes.Ping(1))],
        ["an identity of 256 bytes"] = () => [.. Greeting(), .. Ready(Filled(256, (byte)'x')), .. Message(HelloBytes.Ping(1))],
        ["an identity of a megabyte"] = () => [.. Greeting(), .. Ready(Filled(1_000_000, (byte)'x')), .. Message(HelloBytes.Ping(1))],
        ["an identity that begins with zero"] = () => [.. Greeting(), .. Ready([0, 0, 0, 0, 1]), .. Message(HelloBytes.Ping(1))],

        // Commands after the handshake.
        ["an empty command"] = () => [.. s_handshake, .. BareCommand()],
        ["an empty command that has more"] = () => [.. s_handshake, .. Frame(CommandFlag | More, [])],
        ["an empty command with a long length"] = () => [.. s_handshake, .. LongHead(CommandFlag, 0)],
        ["a command without a name"] = () => [.. s_handshake, .. BareCommand(0)],
        ["a command that is cut in its name"] = () => [.. s_handshake, .. BareCommand(200, (byte)'A')],
        ["an unknown command"] = () => [.. s_handshake, .. Command("BOGUS", 1, 2, 3)],
        ["an unknown command of 255 characters"] = () => [.. s_handshake, .. Command(new string('X', 255))],
        ["an ERROR after the handshake"] = () => [.. s_handshake, .. Command("ERROR", ShortText("no"))],
        ["a PING without a time to live"] = () => [.. s_handshake, .. Command("PING")],
        ["a PING with half a time to live"] = () => [.. s_handshake, .. Command("PING", 0)],
        ["a PING that is cut in its name"] = () => [.. s_handshake, .. BareCommand(4, (byte)'P', (byte)'I')],
        ["a PING with no time to live"] = () => [.. s_handshake, .. Command("PING", 0, 0)],
        ["a PING with the longest time to live"] = () => [.. s_handshake, .. Command("PING", 0xFF, 0xFF)],
        ["a PING with a context of 17 bytes"] = () => [.. s_handshake, .. Command("PING", new byte[2 + 17])],
        ["a PING with a context of a megabyte"] = () => [.. s_handshake, .. Command("PING", new byte[1_000_000])],
        ["a thousand PINGs"] = () => [.. s_handshake, .. Enumerable.Repeat(Command("PING", 0, 10), 1_000).SelectMany(ping => ping)],
        ["a PONG that no one asked for"] = () => [.. s_handshake, .. Command("PONG", 1, 2, 3)],
        ["a subscription"] = () => [.. s_handshake, .. Command("SUBSCRIBE", 1, 2, 3), .. Command("CANCEL", 1, 2, 3)],
        ["a command that has more"] = () => [.. s_handshake, .. Frame(CommandFlag | More, [5, .. "BOGUS"u8]), .. Message(HelloBytes.Ping(1))],
        ["a command within a message"] = () => [.. s_handshake, .. Message(HelloBytes.Ping(1), more: true), .. Command("PING", 0, 0), .. Message([])],
        ["a command that announces 2^63 bytes"] = () => [.. s_handshake, .. LongHead(CommandFlag, 1UL << 63)],

        // Messages.
        ["reserved flags"] = () => [.. s_handshake, .. Enumerable.Range(3, 5).SelectMany(bit => Frame((byte)(1 << bit), HelloBytes.Ping(1)))],
        ["all flags"] = () => [.. s_handshake, .. LongHead(0xFF, 10), .. new byte[10]],
        ["a frame that announces 2^31-1 bytes"] = () => [.. s_handshake, .. LongHead(0, int.MaxValue)],
        ["a frame that announces 2^31 bytes"] = () => [.. s_handshake, .. LongHead(0, 1UL << 31)],
        ["a frame that announces 2^63-1 bytes"] = () => [.. s_handshake, .. LongHead(0, long.MaxValue)],
        ["a frame that announces 2^63 bytes"] = () => [.. s_handshake, .. LongHead(0, 1UL << 63)],
        ["a frame that announces 2^64-1 bytes"] = () => [.. s_handshake, .. LongHead(0, ulong.MaxValue)],
        ["a frame that is cut in its length"] = () => [.. s_handshake, Long, 0, 0, 0],
        ["a frame that is cut in its body"] = () => [.. s_handshake, .. LongHead(0, 100_000), .. new byte[50]],
        ["a message without an end"] = () => [.. s_handshake, .. Enumerable.Repeat(Message(new byte[10], more: true), 10_000).SelectMany(frame => frame)],
        ["an empty message"] = () => [.. s_handshake, .. Message([])],
        ["a million empty parts"] = () => [.. s_handshake, .. EmptyParts(1_000_000), .. Message([])],
    };

    private static byte[] Filled(int count, byte value)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static byte[] Random(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] ShortText(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] EmptyParts(int count)
    {
        var bytes = new byte[2 * count];
        for (int i = 0; i < bytes.Length; i += 2)
            bytes[i] = More;
        return bytes;
    }

    // TLS 1.2, with two cipher suites and no extension.
    private static byte[] TlsClientHello()
        => [0x16, 3, 1, 0, 47, 1, 0, 0, 43, 3, 3, .. Random(seed: 5, 32), 0, 0, 4, 0x13, 1, 0x13, 2, 1, 0];
}
