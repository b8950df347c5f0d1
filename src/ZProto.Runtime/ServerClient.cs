namespace ZProto;

/// <summary>
/// One peer of a server, from its first message on: a state machine. All of it belongs to the server's loop.
/// </summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class ServerClient<TMessage> : PeerMachine<TMessage>
    where TMessage : class
{
    /// <summary>Whether another user, or another address, was the last to come with its routing id.</summary>
    internal bool IsDisowned
    {
        get => Has(Flags.Disowned);
        set => Set(Flags.Disowned, value);
    }

    internal sealed override string DefaultLogName => $"{Executor.EngineName} client {UniqueId}";
}
