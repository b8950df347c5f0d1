using System.Buffers.Binary;
using System.Collections;
using System.ComponentModel;
using System.Text.Unicode;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// The texts of a <c>strings</c> field. After a decode the list holds the received bytes, and creates its strings when it is first read.
/// </summary>
public sealed class StringList : IList<string>, IReadOnlyList<string>
{
    private const int LengthSize = sizeof(uint);

    private ReceivedItems<string> _items = new();

    /// <summary>How many texts there are.</summary>
    public int Count => _items.Wire.IsSet ? _items.Wire.Count : _items.List.Count;

    /// <inheritdoc/>
    bool ICollection<string>.IsReadOnly => false;

    /// <summary>A text.</summary>
    /// <param name="index">The index, from 0.</param>
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
            if (!_items.IsRead)
                ReadItems();
            return _items.List;
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
    /// <param name="items">The texts; null means none.</param>
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

    /// <summary>Removes all texts.</summary>
    public void Clear() => _items.Clear();

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

    /// <summary>Enumerates the texts without allocation.</summary>
    public List<string>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<string> IEnumerable<string>.GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <summary>Makes this list a copy of another that does not share its memory.</summary>
    /// <param name="other">The list to copy; null means one without items.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void CopyFrom(StringList? other)
    {
        if (ReferenceEquals(this, other))
            return;
        Clear();
        if (other is not null)
            _items.CopyFrom(in other._items);
    }

    /// <summary>Whether both hold the same texts in the same order.</summary>
    /// <param name="left">One list; null means one without items.</param>
    /// <param name="right">The other list.</param>
    public static bool ContentEquals(StringList? left, StringList? right)
        => (left?.Items ?? []).SequenceEqual(right?.Items ?? [], StringComparer.Ordinal);

    /// <summary>Bytes that a list has on the wire.</summary>
    /// <param name="list">The list; null means one without items.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int GetEncodedSize(StringList? list)
    {
        if (list is null)
            return LengthSize;
        if (list._items.Wire.IsSet)
            return LengthSize + list._items.Wire.Size;
        int size = LengthSize;
        foreach (string item in list._items.List)
            size = checked(size + LengthSize + list._items.Texts.Size(item));
        return size;
    }

    /// <summary>Whether all texts of a list just received are UTF-8.</summary>
    internal bool IsUtf8
    {
        get
        {
            ReadOnlySpan<byte> wire = _items.Wire.Bytes;
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

    internal void Receive(WireItems items) => _items.Receive(items);

    internal void Write(ref FrameWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        if (_items.Wire.IsSet)
        {
            writer.WriteBytes(_items.Wire.Bytes);
            return;
        }
        foreach (string item in _items.List)
            writer.WriteLongStr(item, _items.Texts.Find(item));
    }

    private List<string> Changed()
    {
        List<string> items = Items;
        _items.Wire = default;
        return items;
    }

    private void ReadItems()
    {
        ReadOnlySpan<byte> wire = _items.Wire.Bytes;
        _items.List.EnsureCapacity(_items.Wire.Count);
        for (int i = 0; i < _items.Wire.Count; i++)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(wire);
            _items.List.Add(ReceivedTexts.Read(wire.Slice(LengthSize, length), ref _items.Texts));
            wire = wire[(LengthSize + length)..];
        }
        _items.IsRead = true;
    }
}
