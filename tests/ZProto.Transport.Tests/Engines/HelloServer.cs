namespace Hello;

/// <summary>The server of the sample, whose action does what a bad name asks it to.</summary>
public partial class HelloServer
{
    public const string Throw = "throw";
    public const string GoInCircles = "go in circles";
    public const string Dawdle = "dawdle";

    public sealed partial class Client
    {
        private partial void Greet()
        {
            switch (Message.Name)
            {
                case Throw:
                    throw new InvalidOperationException("on purpose");
                case GoInCircles:
                    SetException(Event.Hello);
                    Message.Name = GoInCircles;
                    break;
                case Dawdle:
                    Thread.SpinWait(5_000);
                    break;
                default:
                    Message.Name = $"Hello, {Message.Name[..Math.Min(Message.Name.Length, 50)]}! You are number {UniqueId}.";
                    break;
            }
        }
    }
}
