namespace MyNamespace;

public partial class GreeterServer
{
    private int _greeted;                                    // of the server: all of its clients share it

    public sealed partial class Client                       // one for each connected peer
    {
        // HELLO and WORLD share their fields: what is changed here goes out.
        private partial void Greet() => Message.Name = $"Hello, {Message.Name}! You are number {++Server._greeted}.";
    }
}
