namespace Broker;

/// <summary>A stream: whoever reads it gets what matches its pattern. Nothing is kept for those who come later.</summary>
internal sealed class BrokerStream
{
    // Replaced with each change, so that one in the middle of a publication does no harm.
    private (BrokerServer.Client Reader, Pattern Pattern)[] _readers = [];

    /// <summary>Lets a client read, in place of what it read before.</summary>
    public void Subscribe(BrokerServer.Client reader, Pattern pattern)
        => _readers = [.. _readers.Where(other => other.Reader != reader), (reader, pattern)];

    /// <summary>Lets a client read no longer.</summary>
    /// <returns>Whether nobody else reads.</returns>
    public bool Unsubscribe(BrokerServer.Client reader)
    {
        _readers = [.. _readers.Where(other => other.Reader != reader)];
        return _readers.Length == 0;
    }

    /// <summary>Tells all whose pattern matches the subject.</summary>
    public void Publish(BrokerMsg message, string sender)
    {
        string subject = message.Subject;
        BrokerMsg? publication = null;
        foreach ((BrokerServer.Client reader, Pattern pattern) in _readers)
        {
            if (!pattern.IsMatch(subject))
                continue;
            if (publication is null)
            {
                // One for all of them: it outlives the message at work where a reader has no credit, or is the sender itself.
                publication = message.Clone();
                (publication.Id, publication.Sender) = (BrokerMsg.MessageId.Publication, sender);
            }
            reader.Server.SendEvent(reader, BrokerServer.Event.Published, publication);
        }
    }
}
