using System.Buffers.Binary;
using System.Collections;
using System.Text.Unicode;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// The texts of a <c>strings</c> field. After a decode the list is the bytes as they came, and its strings are made when it
/// is first looked at.
/// </summary>
public sealed class StringList : IList<string>, IReadOnlyList<string>
{
    private const int LengthSize = sizeof(uint);

    // The list as it is on the wire, while no one has changed it.
    private WireItems _wire;

    private readonly List<string> _items = [];
    private Dictionary<string, byte[]>? _received;
    private bool _isRead = true;

    /// <summary>How many texts there are.</summary>
    public int Count => _wire.IsSet ? _wire.Count : _items.Count;

    /// <inheritdoc/>
    bool ICollection<string>.IsReadOnly => false;

    /// <summary>A text.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text.</exception>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string this[int index]
    {
        get => Items[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Changed()[index] = value;
        }
    }

    private List<string> Items
    {
        get
        {
            if (!_isRead)
                ReadItems();
            return _items;
        }
    }

    /// <summary>Appends a text.</summary>
    /// <param name="item">The text.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public void Add(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Changed().Add(item);
    }

    /// <summary>Appends texts.</summary>
    /// <param name="items">The texts.</param>
    /// <exception cref="ArgumentNullException">There are none, or one of them is null.</exception>
    public void AddRange(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (string item in ReferenceEquals(this, items) ? Items.ToArray() : items)
            Add(item);
    }

    /// <summary>Replaces all texts by others.</summary>
    /// <param name="items">The texts; null stands for none.</param>
    public void ReplaceWith(IEnumerable<string>? items)
    {
        if (ReferenceEquals(this, items))
            return;
        if (items is StringList list)
        {
            CopyFrom(list);
            return;
        }
        // The source may be a view of this list, which Clear would empty under it.
        string[] assigned = items?.ToArray() ?? [];
        Clear();
        AddRange(assigned);
    }

    /// <summary>Takes all texts away.</summary>
    public void Clear()
    {
        _wire = default;
        _received = null;
        _isRead = true;
        _items.Clear();
        if (_items.Capacity > Buffers.KeptSize / IntPtr.Size)
            _items.Capacity = 0;
    }

    /// <inheritdoc/>
    public bool Contains(string item) => Items.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(string[] array, int arrayIndex) => Items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public int IndexOf(string item) => Items.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Changed().Insert(index, item);
    }

    /// <inheritdoc/>
    public bool Remove(string item)
    {
        int place = Items.IndexOf(item);
        if (place < 0)
            return false;
        RemoveAt(place);
        return true;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index) => Changed().RemoveAt(index);

    /// <summary>Walks over the texts without allocation.</summary>
    public List<string>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<string> IEnumerable<string>.GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <summary>Makes this list a copy of another that does not share its memory.</summary>
    /// <param name="other">The list to copy; null stands for one without items.</param>
    public void CopyFrom(StringList? other)
    {
        if (ReferenceEquals(this, other))
            return;
        Clear();
        if (other is null)
            return;
        if (other._wire.IsSet)
        {
            Receive(other._wire.Copy());
            return;
        }
        // No one changes the bytes that were received.
        _received = other._received;
        _items.AddRange(other._items);
    }

    /// <summary>Whether both hold the same texts in the same order.</summary>
    /// <param name="left">One list; null stands for one without items.</param>
    /// <param name="right">The other list.</param>
    public static bool ContentEquals(StringList? left, StringList? right)
        => (left?.Items ?? []).SequenceEqual(right?.Items ?? [], StringComparer.Ordinal);

    /// <summary>Bytes that a list has on the wire.</summary>
    /// <param name="list">The list; null stands for one without items.</param>
    public static int GetEncodedSize(StringList? list)
    {
        if (list is null)
            return LengthSize;
        if (list._wire.IsSet)
            return LengthSize + list._wire.Size;
        int size = LengthSize;
        foreach (string item in list._items)
            size = checked(size + LengthSize + list._received.Size(item));
        return size;
    }

    /// <summary>Whether all texts of a list just received are UTF-8.</summary>
    internal bool IsUtf8
    {
        get
        {
            ReadOnlySpan<byte> wire = _wire.Bytes;
            while (wire.Length > 0)
            {
                int length = (int)BinaryPrimitives.ReadUInt32BigEndian(wire);
                if (!Utf8.IsValid(wire.Slice(LengthSize, length)))
                    return false;
                wire = wire[(LengthSize + length)..];
            }
            return true;
        }
    }

    internal void Receive(WireItems items)
    {
        Clear();
        _wire = items;
        _isRead = false;
    }

    internal void Write(ref FrameWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        if (_wire.IsSet)
        {
            writer.WriteBytes(_wire.Bytes);
            return;
        }
        foreach (string item in _items)
            writer.WriteLongStr(item, _received.Find(item));
    }

    private List<string> Changed()
    {
        List<string> items = Items;
        _wire = default;
        return items;
    }

    private void ReadItems()
    {
        ReadOnlySpan<byte> wire = _wire.Bytes;
        _items.EnsureCapacity(_wire.Count);
        for (int i = 0; i < _wire.Count; i++)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(wire);
            _items.Add(ReceivedTexts.Read(wire.Slice(LengthSize, length), ref _received));
            wire = wire[(LengthSize + length)..];
        }
        _isRead = true;
    }
}
