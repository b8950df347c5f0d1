namespace ZProto.Runtime.Tests.Codec;

/// <summary>The messages of zproto_example with the values that its model gives for tests.</summary>
internal static class Examples
{
    public static ZprotoExample Log() => ZprotoExample.CreateLog(123, 2, 3, 45536, 65535, 1427261426, "localhost", "This is the message to log");

    public static ZprotoExample Structures() => ZprotoExample.CreateStructures(
        123, ["First alias", "Second alias", "Third alias"], [KeyValuePair.Create("endpoint", "tcp://localhost:5665")]);

    public static ZprotoExample Binary()
    {
        var content = new FrameList();
        content.Add("728a92c6749235ba7002"u8);
        return ZprotoExample.CreateBinary(
            123, "b38c"u8, "89f5ffe70d747869dfe8"u8, new Guid("3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e"), "0206f99f6137d9fe380f"u8, content);
    }

    public static ZprotoExample Types() => ZprotoExample.CreateTypes(
        123,
        "Lucius Junius", "Brutus", "01234567890", "brutus@example.com",
        "Leslie", "Lamport", "01987654321", "lamport@example.com");

    public static ZprotoExample[] All() => [Log(), Structures(), Binary(), Types()];
}
