using System.Buffers;
using System.Net.Sockets;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>
/// What a connection sends: the handshake, then messages, and PING and PONG between them. A mechanism that seals does so just before
/// the bytes leave, so that messages that wait are in no one's keys.
/// </summary>
/// <param name="socket">The socket, not blocking.</param>
/// <param name="queue">The messages to send, once the handshake is done.</param>
internal sealed class ConnectionOutput(Socket socket, SendQueue queue) : IDisposable
{
    private const int LargestKept = 4096;

    // What leaves before the queue goes on: the handshake, commands, and what is sealed.
    private ArrayBufferWriter<byte>? _bytes;
    private int _sent;
    private IMessageCipher? _cipher;
    private byte[]? _pong;
    private bool _isPingDue;

    /// <summary>The bytes of the handshake; sent by <see cref="Send"/>.</summary>
    public ArrayBufferWriter<byte> Handshake => _bytes ??= new ArrayBufferWriter<byte>();

    /// <summary>Whether messages may be sent: the handshake is done.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether there is nothing to send.</summary>
    public bool IsEmpty => !HasBytes && !_isPingDue && _pong is null && (!IsOpen || queue.IsEmpty);

    /// <summary>Begins to send messages.</summary>
    /// <param name="cipher">What seals them, or null.</param>
    public void Open(IMessageCipher? cipher)
    {
        _cipher = cipher;
        IsOpen = true;
    }

    /// <summary>Asks the peer for a sign of life.</summary>
    public void Ping() => _isPingDue = true;

    /// <summary>Answers a PING. One that comes before the answer to another has left takes its place.</summary>
    public void Pong(ReadOnlySpan<byte> context) => _pong = context.ToArray();

    /// <summary>Sends as much as the system takes.</summary>
    /// <returns>Whether everything is sent; else to be called again when the socket is writable.</returns>
    public bool Send(out SocketError error)
    {
        while (true)
        {
            if (HasBytes && !SendBytes(out error))
                return false;
            error = SocketError.Success;
            if (IsOpen && queue.IsAtBoundary && WriteCommands())
                continue;
            if (!IsOpen || queue.IsEmpty)
            {
                // Nothing large is kept for a connection at rest.
                if (_bytes is { Capacity: > LargestKept })
                    _bytes = null;
                return true;
            }
            if (_cipher is not null)
            {
                Seal(_cipher);
                continue;
            }
            ReadOnlySpan<byte> next = queue.Next;
            int sent = socket.Send(next, SocketFlags.None, out error);
            queue.Advance(sent);
            if (sent < next.Length)
                return false;
        }
    }

    public void Dispose() => _cipher?.Dispose();

    private bool HasBytes => _bytes is not null && _sent < _bytes.WrittenCount;

    private bool SendBytes(out SocketError error)
    {
        ReadOnlySpan<byte> rest = _bytes!.WrittenSpan[_sent..];
        int sent = socket.Send(rest, SocketFlags.None, out error);
        _sent += sent;
        if (sent < rest.Length)
            return false;
        _sent = 0;
        if (_cipher is null)
            _bytes = null;
        else
            _bytes.ResetWrittenCount();
        return true;
    }

    private bool WriteCommands()
    {
        if (!_isPingDue && _pong is null)
            return false;
        var commands = new ArrayBufferWriter<byte>(64);
        if (_isPingDue)
            CommandWriter.WritePing(commands, TimeSpan.Zero);
        if (_pong is not null)
            CommandWriter.WritePong(commands, _pong);
        _isPingDue = false;
        _pong = null;
        if (_cipher is null)
            Handshake.Write(commands.WrittenSpan);
        else
            Seal(_cipher, commands.WrittenSpan);
        return true;
    }

    // Some messages at a time, or a part of one that is large.
    private void Seal(IMessageCipher cipher) => queue.Advance(Seal(cipher, queue.Next));

    private int Seal(IMessageCipher cipher, ReadOnlySpan<byte> frames)
    {
        ArrayBufferWriter<byte> output = Handshake;
        int position = 0;
        while (position < frames.Length && output.WrittenCount < SendQueue.FullSegment)
        {
            FrameHeader header = FrameHeader.Read(frames[position..]);
            ReadOnlySpan<byte> body = frames.Slice(position + header.Size, (int)header.BodySize);
            output.Advance(cipher.Seal(body, header.HasMore, header.IsCommand, output.GetSpan(cipher.MaxSealedSize(body.Length))));
            position += header.FrameSize;
        }
        return position;
    }
}
