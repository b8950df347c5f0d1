namespace ZProto.Testing.Tests;

public partial class LockServer
{
    private Client? _holder;

    public sealed partial class Client
    {
        private partial void TryToLock()
        {
            Server._holder ??= this;
            SetNextEvent(Server._holder == this ? Event.Locked : Event.Busy);
        }

        private partial void Unlock() => Server._holder = null;

        partial void OnTerminate()
        {
            if (Server._holder == this)
                Server._holder = null;
        }
    }
}
