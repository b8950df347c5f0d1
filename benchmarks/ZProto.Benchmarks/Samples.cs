using Google.Protobuf;

namespace ZProto.Benchmarks;

/// <summary>The same messages for both codecs, with the test values of the model.</summary>
internal static class Samples
{
    private static readonly byte[] s_flags = "b38c"u8.ToArray();
    private static readonly byte[] s_key = "89f5ffe70d747869dfe8"u8.ToArray();
    private static readonly byte[] s_address = "0206f99f6137d9fe380f"u8.ToArray();
    private static readonly byte[] s_content = "728a92c6749235ba7002"u8.ToArray();
    private static readonly string[] s_aliases = ["First alias", "Second alias", "Third alias"];
    private static readonly Guid s_identifier = new("3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e");

    public static ZprotoExample Log()
        => ZprotoExample.CreateLog(123, 2, 3, 45536, 65535, 1427261426, "localhost", "This is the message to log");

    public static ZprotoExample Structures()
        => ZprotoExample.CreateStructures(123, s_aliases, [KeyValuePair.Create("endpoint", "tcp://localhost:5665")]);

    public static ZprotoExample Binary()
        => ZprotoExample.CreateBinary(123, s_flags, s_key, s_identifier, s_address, [s_content]);

    public static ZprotoExample Types()
        => ZprotoExample.CreateTypes(
            123,
            "Lucius Junius",
            "Brutus",
            "01234567890",
            "brutus@example.com",
            "Leslie",
            "Lamport",
            "01987654321",
            "lamport@example.com");

    public static Peer.Log PeerLog() => new()
    {
        Sequence = 123,
        Version = 3,
        Level = 2,
        Event = 3,
        Node = 45536,
        Peer = 65535,
        Time = 1427261426,
        Host = "localhost",
        Data = "This is the message to log",
    };

    public static Peer.Structures PeerStructures() => new()
    {
        Sequence = 123,
        Aliases = { s_aliases },
        Headers = { ["endpoint"] = "tcp://localhost:5665" },
    };

    public static Peer.Binary PeerBinary() => new()
    {
        Sequence = 123,
        Flags = ByteString.CopyFrom(s_flags),
        PublicKey = ByteString.CopyFrom(s_key),
        Identifier = ByteString.CopyFrom(s_identifier.ToByteArray(bigEndian: true)),
        Address = ByteString.CopyFrom(s_address),
        Content = { ByteString.CopyFrom(s_content) },
    };

    public static Peer.Types PeerTypes() => new()
    {
        Sequence = 123,
        Client = new Peer.Person { Forename = "Lucius Junius", Surname = "Brutus", Mobile = "01234567890", Email = "brutus@example.com" },
        Supplier = new Peer.Person { Forename = "Leslie", Surname = "Lamport", Mobile = "01987654321", Email = "lamport@example.com" },
    };
}
