namespace ZProto;

/// <summary>The frames of one received message.</summary>
public interface IMultipartMessage
{
    /// <summary>How many frames there are.</summary>
    int Count { get; }

    /// <summary>A frame, valid as long as the source keeps the message.</summary>
    /// <param name="index">The index, from 0.</param>
    ReadOnlySpan<byte> GetFrame(int index);
}
