namespace Hello;

/// <summary>The server of the sample, whose action does what a bad name asks it to.</summary>
public partial class HelloServer
{
    public const string Throw = "throw";
    public const string LoopWithoutInput = "loop without input";
    public const string Dawdle = "dawdle";

    public sealed partial class Client
    {
        private partial void Greet()
        {
            switch (Message.Name)
            {
                case Throw:
                    throw new InvalidOperationException("on purpose");
                case LoopWithoutInput:
                    SetException(Event.Hello);
                    Message.Name = LoopWithoutInput;
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
