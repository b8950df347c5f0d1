namespace Hello;

public partial class HelloServer
{
    private int _greeted;                                    // of the server: all of its clients share it

    public sealed partial class Client                       // one for each connected peer
    {
        private partial void Greet() => Message.Name = $"Hello, {Message.Name}! You are number {++Server._greeted}.";
    }
}
