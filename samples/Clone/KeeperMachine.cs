namespace Clone;

public sealed partial class CloneServer
{
    // How long the passive server waits for the active one, while that is alive, to apply what a client has published.
    private static readonly TimeSpan s_pendingTime = TimeSpan.FromSeconds(10);

    private readonly ChpUpdate _update = new();

    /// <summary>Puts an update at the end of the sequence, and publishes it.</summary>
    private void Apply(string key, ReadOnlySpan<byte> uuid, string properties, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            _values.Remove(key);
        else
            _values[key] = value.ToArray();
        NoteDeadline(key, properties, value.IsEmpty);
        _update.SetKvpub(key, ++_sequence, uuid, properties, value);
        Publisher.Send(_update);
    }

    private void NoteDeadline(string key, string properties, bool isDeleted)
    {
        if (!isDeleted && Chp.GetTtl(properties) is { } ttl)
            _deadlines[key] = Now + ttl;
        else
            _deadlines.Remove(key);
    }

    public sealed partial class KeeperMachine
    {
        private static readonly TimeSpan s_expiry = TimeSpan.FromSeconds(1);

        private bool IsUpdate => Message.Uuid.Length is 0 or 16 && Chp.IsKey(Message.Key);

        private partial void Hold()
        {
            if (IsUpdate)
                Server._pending.Hold(Message, Server.Now);
        }

        private partial void ApplyWhatIsHeld()
        {
            foreach (ChpSet update in Server._pending.TakeAll())
                Server.Apply(update.Key, update.Uuid, update.Properties, update.Value);
        }

        private partial void Apply()
        {
            if (IsUpdate)
                Server.Apply(Message.Key, Message.Uuid, Message.Properties, Message.Value);
        }

        private partial void WaitForExpiry() => SetTimer(s_expiry, Event.TimeForExpiry);

        private partial void DeleteWhatHasExpired()
        {
            TimeSpan now = Server.Now;
            foreach (string key in Server._deadlines.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
                Server.Apply(key, uuid: [], properties: "", value: []);
        }
    }

    public sealed partial class PulseMachine
    {
        private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

        private partial void WaitForBeat() => SetTimer(s_beat, Event.Beat);
    }
}
