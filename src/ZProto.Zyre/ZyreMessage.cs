using System.Text;

namespace ZProto.Zyre;

/// <summary>The frames of a whisper or shout.</summary>
public sealed class ZyreMessage : IMultipartMessage
{
    private readonly byte[][] _frames;

    /// <summary>Creates a message of frames, which are copied.</summary>
    /// <param name="frames">The frames; none for a message that is empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="frames"/>, or one of them, is null.</exception>
    public ZyreMessage(params IEnumerable<byte[]> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        _frames = [.. frames.Select(frame => (byte[])(frame ?? throw new ArgumentNullException(nameof(frames), "A frame is null.")).Clone())];
    }

    /// <summary>Creates a message of one frame, a text in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public ZyreMessage(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _frames = [Encoding.UTF8.GetBytes(text)];
    }

    private ZyreMessage(byte[][] own) => _frames = own;

    internal ZyreMessage(FrameList frames) => _frames = [.. Enumerable.Range(0, frames.Count).Select(i => frames[i].ToArray())];

    /// <summary>How many frames it has.</summary>
    public int Count => _frames.Length;

    /// <summary>A frame.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such frame.</exception>
    public ReadOnlySpan<byte> this[int index] => _frames[index];

    /// <inheritdoc/>
    ReadOnlySpan<byte> IMultipartMessage.GetFrame(int index) => _frames[index];

    /// <summary>The first frame as text in UTF-8; empty where there is none.</summary>
    public string Text => _frames.Length == 0 ? "" : Encoding.UTF8.GetString(_frames[0]);

    /// <summary>How many bytes its frames have.</summary>
    internal long Bytes => _frames.Sum(static frame => (long)frame.Length);

    /// <summary>Creates a message of another protocol's message, such as one of the program's own.</summary>
    /// <param name="message">The message, which is encoded at once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="MessageEncodeException">The message has no id, or a field has a value that the wire format cannot carry.</exception>
    public static ZyreMessage From(IProtocolMessage message) => new(message.ToFrames());

    /// <summary>Reads the message as one of another protocol. For any frames it fills a valid message or returns false, and never throws.</summary>
    /// <typeparam name="T">The codec's class.</typeparam>
    /// <param name="message">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether it is a message of that protocol.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public bool TryRead<T>(T message, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.TryReadFrames(_frames, out error);
    }

    /// <summary>Creates a message of a text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ZyreMessage(string text) => new(text);

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;

    internal void CopyTo(FrameList destination)
    {
        destination.Clear();
        foreach (byte[] frame in _frames)
            destination.Add(frame);
    }
}
