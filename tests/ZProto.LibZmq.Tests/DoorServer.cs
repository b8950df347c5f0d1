namespace ZProto.LibZmq.Tests;

/// <summary>Answers who knocks with the user id that authentication gave.</summary>
public partial class DoorServer
{
    /// <summary>How many machines have been made.</summary>
    public int Made { get; private set; }

    public sealed partial class Client
    {
        partial void OnInitialize() => Server.Made++;

        private partial void Look() => Message.Who = UserId ?? "";
    }
}
