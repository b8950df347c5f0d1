namespace Hello;

/// <summary>The server of the sample, which tells its clients apart.</summary>
public partial class HelloServer
{
    public sealed partial class Client
    {
        private partial void Greet() => Message.Name = $"Hello, {Message.Name}! You are number {UniqueId}.";
    }
}
