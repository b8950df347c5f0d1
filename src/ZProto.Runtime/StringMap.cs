using System.Buffers.Binary;
using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// The entries of a <c>hash</c> field: texts by key, in the order in which they were added. After a decode the table holds the received
/// bytes, and creates its strings when it is first read. If a key came twice, it has the first value.
/// </summary>
public sealed class StringMap : IDictionary<string, string>, IReadOnlyDictionary<string, string>
{
    private const int LengthSize = sizeof(uint);

    // Tables of this size are searched from end to end; larger ones have an index, so that no peer can make them slow.
    private const int SmallCount = 8;

    private ReceivedItems<KeyValuePair<string, string>> _items = new();
    private Dictionary<string, int>? _index;

    /// <summary>How many entries there are.</summary>
    public int Count => Entries.Count;

    /// <summary>The keys, in the order of the entries.</summary>
    public ICollection<string> Keys => Entries.ConvertAll(entry => entry.Key);

    /// <summary>The values, in the order of the entries.</summary>
    public ICollection<string> Values => Entries.ConvertAll(entry => entry.Value);

    IEnumerable<string> IReadOnlyDictionary<string, string>.Keys => Keys;

    IEnumerable<string> IReadOnlyDictionary<string, string>.Values => Values;

    bool ICollection<KeyValuePair<string, string>>.IsReadOnly => false;

    /// <summary>The value of a key. Setting replaces it where it is, or appends an entry.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="ArgumentNullException">Key or value is null.</exception>
    public string this[string key]
    {
        get => TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"There is no key '{key}'.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            int place = Find(key);
            _items.Wire = default;
            if (place < 0)
                Append(key, value);
            else
                _items.List[place] = new(key, value);
        }
    }

    private List<KeyValuePair<string, string>> Entries
    {
        get
        {
            if (!_items.IsRead)
                ReadEntries();
            return _items.List;
        }
    }

    /// <summary>Appends an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">There is such a key already.</exception>
    /// <exception cref="ArgumentNullException">Key or value is null.</exception>
    public void Add(string key, string value)
    {
        if (!TryAdd(key, value))
            throw new ArgumentException($"There is a key '{key}' already.", nameof(key));
    }

    /// <summary>Appends an entry unless its key is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the entry was appended.</returns>
    /// <exception cref="ArgumentNullException">Key or value is null.</exception>
    public bool TryAdd(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Find(key) >= 0)
            return false;
        _items.Wire = default;
        Append(key, value);
        return true;
    }

    void ICollection<KeyValuePair<string, string>>.Add(KeyValuePair<string, string> item) => Add(item.Key, item.Value);

    /// <summary>Replaces all entries by others; of a key that comes twice the last value stays.</summary>
    /// <param name="entries">The entries; null means none.</param>
    public void ReplaceWith(IEnumerable<KeyValuePair<string, string>>? entries)
    {
        if (ReferenceEquals(this, entries))
            return;
        if (entries is StringMap map)
        {
            CopyFrom(map);
            return;
        }
        // The source may be a view of this table, which Clear would empty under it.
        KeyValuePair<string, string>[] assigned = entries?.ToArray() ?? [];
        Clear();
        foreach ((string key, string value) in assigned)
            this[key] = value;
    }

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        _items.Clear();
        _index = null;
    }

    /// <summary>Whether there is a key.</summary>
    /// <param name="key">The key.</param>
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <summary>The value of a key, if it is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        int place = Find(key);
        value = place < 0 ? null : _items.List[place].Value;
        return place >= 0;
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string key)
    {
        int place = Find(key);
        if (place < 0)
            return false;
        _items.Wire = default;
        _items.List.RemoveAt(place);
        _index = null;
        return true;
    }

    bool ICollection<KeyValuePair<string, string>>.Contains(KeyValuePair<string, string> item) => Entries.Contains(item);

    void ICollection<KeyValuePair<string, string>>.CopyTo(KeyValuePair<string, string>[] array, int arrayIndex)
        => Entries.CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, string>>.Remove(KeyValuePair<string, string> item)
        => Entries.Contains(item) && Remove(item.Key);

    /// <summary>Enumerates the entries without allocation.</summary>
    public List<KeyValuePair<string, string>>.Enumerator GetEnumerator() => Entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Entries.GetEnumerator();

    /// <summary>Makes this table a copy of another that does not share its memory.</summary>
    /// <param name="other">The table to copy; null means one without entries.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void CopyFrom(StringMap? other)
    {
        if (ReferenceEquals(this, other))
            return;
        Clear();
        if (other is not null)
            _items.CopyFrom(in other._items);
    }

    /// <summary>Whether both hold the same values by the same keys, in any order.</summary>
    /// <param name="left">One table; null means one without entries.</param>
    /// <param name="right">The other table.</param>
    public static bool ContentEquals(StringMap? left, StringMap? right)
    {
        if ((left?.Count ?? 0) != (right?.Count ?? 0))
            return false;
        if (left is null || right is null)
            return true;
        foreach ((string key, string value) in left)
        {
            if (!right.TryGetValue(key, out string? other) || !string.Equals(value, other, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>Bytes that a table has on the wire.</summary>
    /// <param name="map">The table; null means one without entries.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int GetEncodedSize(StringMap? map)
    {
        if (map is null)
            return LengthSize;
        List<KeyValuePair<string, string>> entries = map.Entries;
        if (map._items.Wire.IsSet)
            return LengthSize + map._items.Wire.Size;
        int size = LengthSize;
        foreach ((string key, string value) in entries)
            size = checked(size + 1 + map._items.Texts.Size(key) + LengthSize + map._items.Texts.Size(value));
        return size;
    }

    /// <summary>Whether all keys and values of a table just received are UTF-8.</summary>
    internal bool IsUtf8
    {
        get
        {
            ReadOnlySpan<byte> rest = _items.Wire.Bytes;
            while (rest.Length > 0)
            {
                int valueStart = 1 + rest[0] + LengthSize;
                int size = valueStart + (int)BinaryPrimitives.ReadUInt32BigEndian(rest[(1 + rest[0])..]);
                if (!Utf8.IsValid(rest.Slice(1, rest[0])) || !Utf8.IsValid(rest[valueStart..size]))
                    return false;
                rest = rest[size..];
            }
            return true;
        }
    }

    internal void Receive(WireItems items)
    {
        _items.Receive(items);
        _index = null;
    }

    internal void Write(ref FrameWriter writer, string message, string name)
    {
        List<KeyValuePair<string, string>> entries = Entries;
        writer.WriteUInt32((uint)entries.Count);
        if (_items.Wire.IsSet)
        {
            writer.WriteBytes(_items.Wire.Bytes);
            return;
        }
        foreach ((string key, string value) in entries)
        {
            if (_items.Texts.Find(key) is { } bytes)
                writer.WriteConstantString(bytes);
            else if (key.Length > byte.MaxValue / 3 && Encoding.UTF8.GetByteCount(key) is > byte.MaxValue and var length)
                throw MessageEncodeException.KeyTooLong(message, name, length);
            else
                writer.WriteString(key, message, name);
            writer.WriteLongStr(value, _items.Texts.Find(value));
        }
    }

    private int Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        List<KeyValuePair<string, string>> entries = Entries;
        if (entries.Count > SmallCount)
            return (_index ??= BuildIndex()).GetValueOrDefault(key, -1);
        for (int i = 0; i < entries.Count; i++)
        {
            if (string.Equals(entries[i].Key, key, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    private void Append(string key, string value)
    {
        _index?.Add(key, _items.List.Count);
        _items.List.Add(new(key, value));
    }

    private Dictionary<string, int> BuildIndex()
    {
        var index = new Dictionary<string, int>(_items.List.Count, StringComparer.Ordinal);
        for (int i = 0; i < _items.List.Count; i++)
            index.Add(_items.List[i].Key, i);
        return index;
    }

    private void ReadEntries()
    {
        _items.IsRead = true;
        ReadOnlySpan<byte> rest = _items.Wire.Bytes;
        // The bytes without repeated keys. Not made of the strings again, since a key that is no UTF-8 could be too long then.
        byte[]? unique = null;
        int uniqueSize = 0;
        for (int i = 0; i < _items.Wire.Count; i++)
        {
            int keyLength = rest[0];
            string key = ReceivedTexts.Read(rest.Slice(1, keyLength), ref _items.Texts);
            int valueStart = 1 + keyLength + LengthSize;
            int size = valueStart + (int)BinaryPrimitives.ReadUInt32BigEndian(rest[(1 + keyLength)..]);
            if (Find(key) < 0)
            {
                Append(key, ReceivedTexts.Read(rest[valueStart..size], ref _items.Texts));
                if (unique is not null)
                    rest[..size].CopyTo(unique.AsSpan(uniqueSize));
                uniqueSize += size;
            }
            else
            {
                unique ??= _items.Wire.Bytes.ToArray();
            }
            rest = rest[size..];
        }
        if (unique is not null)
            _items.Wire = new WireItems(unique, 0, uniqueSize, _items.List.Count);
    }
}
