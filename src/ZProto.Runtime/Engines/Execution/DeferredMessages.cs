namespace ZProto.Engines.Execution;

/// <summary>The messages of a machine that wait for a state that names them, oldest first.</summary>
/// <param name="maxCount">Messages there may be; 0 for any number.</param>
/// <param name="maxSize">Bytes of memory they may take together, though one message may take more; 0 for any number.</param>
internal sealed class DeferredMessages<TMessage>(int maxCount = 1_000, long maxSize = 1024 * 1024)
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // What a list takes for each of them, with the room that it grows by.
    private const int EntrySize = 48;

    private readonly List<(TMessage Message, int Event, long Size)> _messages = [];

    public int Count => _messages.Count;

    /// <summary>Bytes of memory that all of them take.</summary>
    public long Size { get; private set; }

    /// <summary>Keeps a copy of a message, if there is room for it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="eventId">Its event.</param>
    /// <param name="size">Bytes of memory that the copy takes.</param>
    public bool TryAdd(TMessage message, int eventId, out long size)
    {
        size = 0;
        if (maxCount > 0 && _messages.Count >= maxCount)
            return false;
        // The runtime knows best what a copy takes: what came in a few bytes may be a thousand objects.
        long before = GC.GetAllocatedBytesForCurrentThread();
        TMessage copy = message.Clone();
        size = GC.GetAllocatedBytesForCurrentThread() - before + EntrySize;
        if (maxSize > 0 && _messages.Count > 0 && Size + size > maxSize)
            return false;
        _messages.Add((copy, eventId, size));
        Size += size;
        return true;
    }

    /// <summary>Takes out the oldest whose event a machine has a row for now.</summary>
    public bool TryTake(StateMachine machine, out TMessage message, out int eventId, out long size)
    {
        for (int i = 0; i < _messages.Count; i++)
        {
            (message, eventId, size) = _messages[i];
            if (machine.FindTransition(machine.StateNumber, eventId, isExternal: true) == 0)
                continue;
            _messages.RemoveAt(i);
            Size -= size;
            return true;
        }
        (message, eventId, size) = (default!, 0, 0);
        return false;
    }
}
