namespace Broker;

/// <summary>A stream: whoever reads it gets what matches its pattern. Nothing is kept for those who come later.</summary>
internal sealed class BrokerStream
{
    private const int MaxSubjects = 1_000;
    private const int MaxLength = 255;

    private readonly Dictionary<BrokerServer.Client, Pattern> _readers = [];

    // Subjects come again and again: who reads one is found out once.
    private readonly Dictionary<string, BrokerServer.Client[]> _readersOf = [];

    /// <summary>Lets a client read, in place of what it read before.</summary>
    public void Subscribe(BrokerServer.Client reader, Pattern pattern)
    {
        _readers[reader] = pattern;
        _readersOf.Clear();
    }

    /// <summary>Lets a client read no longer.</summary>
    /// <returns>Whether no one else reads.</returns>
    public bool Unsubscribe(BrokerServer.Client reader)
    {
        _readers.Remove(reader);
        _readersOf.Clear();
        return _readers.Count == 0;
    }

    /// <summary>Tells all whose pattern matches the subject.</summary>
    public void Publish(BrokerMsg message, string sender)
    {
        BrokerServer.Client[] readers = ReadersOf(message.Subject);
        if (readers.Length == 0)
            return;
        // One for all of them. It outlives the message at work where a reader has no credit, or is the sender itself.
        BrokerMsg publication = message.Clone();
        (publication.Id, publication.Sender) = (BrokerMsg.MessageId.Publication, sender);
        foreach (BrokerServer.Client reader in readers)
            reader.Server.SendEvent(reader, BrokerServer.Event.Published, publication);
    }

    private BrokerServer.Client[] ReadersOf(string subject)
    {
        if (_readersOf.TryGetValue(subject, out BrokerServer.Client[]? readers))
            return readers;
        readers = [.. _readers.Where(reader => reader.Value.IsMatch(subject)).Select(reader => reader.Key)];
        if (_readersOf.Count == MaxSubjects)
            _readersOf.Clear();
        if (subject.Length <= MaxLength)
            _readersOf.Add(subject, readers);
        return readers;
    }
}
