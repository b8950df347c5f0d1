namespace ZProto.Transports.InProcess;

/// <summary>What is kept for each prefix that is subscribed to, found by what a message begins with.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class PrefixTable<T>
    where T : class
{
    // By their bytes, to be found by halving; and how many there are of each length, to look only for those.
    private readonly List<(byte[] Prefix, T Value)> _entries = [];
    private readonly SortedDictionary<int, int> _lengths = [];

    /// <summary>Each prefix there is now.</summary>
    public IEnumerable<byte[]> Prefixes => _entries.Select(entry => entry.Prefix);

    /// <summary>What is kept for a prefix, or null.</summary>
    public T? Find(ReadOnlySpan<byte> prefix) => IndexOf(prefix) is >= 0 and int index ? _entries[index].Value : null;

    /// <summary>Adds a prefix that is not there.</summary>
    public void Add(ReadOnlySpan<byte> prefix, T value)
    {
        _entries.Insert(~IndexOf(prefix), (prefix.ToArray(), value));
        _lengths[prefix.Length] = _lengths.GetValueOrDefault(prefix.Length) + 1;
    }

    /// <summary>Removes a prefix that is there.</summary>
    public void Remove(ReadOnlySpan<byte> prefix)
    {
        _entries.RemoveAt(IndexOf(prefix));
        if (--_lengths[prefix.Length] == 0)
            _lengths.Remove(prefix.Length);
    }

    /// <summary>Whether a frame begins with one of the prefixes.</summary>
    public bool HasPrefixOf(ReadOnlySpan<byte> frame)
    {
        foreach (int length in _lengths.Keys)
        {
            if (length > frame.Length)
                break;
            if (IndexOf(frame[..length]) >= 0)
                return true;
        }
        return false;
    }

    /// <summary>Adds to a list what is kept for each prefix that a frame begins with.</summary>
    public void CopyMatches(ReadOnlySpan<byte> frame, List<T> matches)
    {
        foreach (int length in _lengths.Keys)
        {
            if (length > frame.Length)
                break;
            if (Find(frame[..length]) is { } value)
                matches.Add(value);
        }
    }

    // Where a prefix is, or the complement of where it would be.
    private int IndexOf(ReadOnlySpan<byte> prefix)
    {
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _entries[middle].Prefix.AsSpan().SequenceCompareTo(prefix);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}
