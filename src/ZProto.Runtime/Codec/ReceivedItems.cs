using System.Runtime.CompilerServices;

namespace ZProto.Codec;

/// <summary>The items of a list or table: bytes as they came, until it is looked at.</summary>
/// <typeparam name="T">An item.</typeparam>
internal struct ReceivedItems<T>()
{
    /// <summary>The items as they are on the wire, while no one has changed them.</summary>
    public WireItems Wire;

    /// <summary>The bytes of texts that are not UTF-8.</summary>
    public Dictionary<string, byte[]>? Texts;

    /// <summary>Whether <see cref="List"/> has all items.</summary>
    public bool IsRead = true;

    /// <summary>The items that were read or added.</summary>
    public readonly List<T> List = [];

    /// <summary>Takes all items away.</summary>
    public void Clear()
    {
        Wire = default;
        Texts = null;
        IsRead = true;
        List.Clear();
        if (List.Capacity > Buffers.KeptSize / Unsafe.SizeOf<T>())
            List.Capacity = 0;
    }

    /// <summary>Replaces all items by some that have just come.</summary>
    public void Receive(WireItems items)
    {
        Clear();
        Wire = items;
        IsRead = false;
    }

    /// <summary>Replaces all items by those of another, in memory of their own.</summary>
    public void CopyFrom(in ReceivedItems<T> other)
    {
        if (other.Wire.IsSet)
        {
            Receive(other.Wire.Copy());
            return;
        }
        Clear();

        // No one changes the bytes that were received.
        Texts = other.Texts;
        List.AddRange(other.List);
    }
}
