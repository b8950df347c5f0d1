namespace ZProto.Load;

public partial class HelloServer
{
    public sealed partial class Client
    {
        // The greeting is the name in bytes: what is measured is the engine, not the making of strings.
        private partial void Greet() => Message.NameUtf8 = "Hello, World!"u8;
    }
}
