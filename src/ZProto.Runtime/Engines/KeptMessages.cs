namespace ZProto.Engines;

/// <summary>The messages of a client that wait for a state that names them, oldest first.</summary>
internal sealed class KeptMessages<TMessage>
{
    private const int MaxCount = 1_000;
    private const long MaxSize = 1024 * 1024;

    private readonly List<(TMessage Message, int Event, int Size)> _messages = [];

    public int Count => _messages.Count;

    /// <summary>Octets of all of them on the wire.</summary>
    public long Size { get; private set; }

    /// <summary>Whether one more of a size may be kept: there are at most 1,000, of 1 MiB together.</summary>
    public bool HasRoomFor(int size) => _messages.Count < MaxCount && Size + size <= MaxSize;

    public void Add(TMessage message, int happening, int size)
    {
        _messages.Add((message, happening, size));
        Size += size;
    }

    /// <summary>Takes out the oldest whose event a machine has a row for now.</summary>
    public bool TryTake(Machine machine, out TMessage message, out int happening, out int size)
    {
        for (int i = 0; i < _messages.Count; i++)
        {
            (message, happening, size) = _messages[i];
            if (machine.FindRow(machine.StateNumber, happening, isExternal: true) == 0)
                continue;
            _messages.RemoveAt(i);
            Size -= size;
            return true;
        }
        (message, happening, size) = (default!, 0, 0);
        return false;
    }
}
