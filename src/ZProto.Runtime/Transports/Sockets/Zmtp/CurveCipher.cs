using System.Buffers.Binary;
using NaCl;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Seals frames in the commands MESSAGE of CURVE, and opens those of the peer.</summary>
/// <remarks>Source: ZeroMQ RFC 26 (CurveZMQ), "The MESSAGE Command"; frames and flags as libzmq 4.3 has them.</remarks>
/// <param name="key">The key of the connection, which this disposes.</param>
/// <param name="asServer">Whether this end is the server.</param>
/// <param name="nonce">The nonce that this end used last.</param>
/// <param name="peerNonce">The nonce that the peer used last.</param>
internal sealed class CurveCipher(XSalsa20Poly1305 key, bool asServer, ulong nonce, ulong peerNonce) : IMessageCipher
{
    /// <summary>Bytes that the body of an outer frame has more than the one in it.</summary>
    public const int Overhead = BoxOffset + CurveBox.Overhead + 1;

    private const int NonceOffset = 8;
    private const int BoxOffset = NonceOffset + CurveBox.ShortNonceSize;
    private const byte SealedMore = 1;
    private const byte SealedCommand = 2;

    private static ReadOnlySpan<byte> CommandName => "\u0007MESSAGE"u8;

    public bool TryOpen(ReadOnlySpan<byte> outerBody, Span<byte> destination, out int written)
    {
        written = 0;
        if (outerBody.Length < Overhead || !outerBody.StartsWith(CommandName))
            return false;
        ReadOnlySpan<byte> sent = outerBody[NonceOffset..BoxOffset];
        ulong number = BinaryPrimitives.ReadUInt64BigEndian(sent);
        int bodyLength = outerBody.Length - Overhead;

        // The sealed flags come before the body, where the last byte of the header will be.
        int headerSize = Frames.HeaderSize(bodyLength);
        Span<byte> text = destination.Slice(headerSize - 1, 1 + bodyLength);
        if (number <= peerNonce || !key.TryOpen(text, outerBody[BoxOffset..], asServer ? CurveBox.MessageOfClient : CurveBox.MessageOfServer, sent))
            return false;
        peerNonce = number;
        byte flags = text[0];
        if ((flags & ~(SealedMore | SealedCommand)) != 0 || flags == (SealedMore | SealedCommand))
            return false;
        written = bodyLength + (flags == SealedCommand
            ? Frames.WriteCommandHeader(destination, bodyLength)
            : Frames.WriteHeader(destination, bodyLength, flags == SealedMore));
        return true;
    }

    public int MaxSealedSize(int bodyLength) => Frames.HeaderSize(bodyLength + Overhead) + bodyLength + Overhead;

    public int Seal(ReadOnlySpan<byte> body, bool more, bool isCommand, Span<byte> destination)
    {
        int headerSize = Frames.WriteHeader(destination, body.Length + Overhead, more: false);
        Span<byte> outerBody = destination.Slice(headerSize, body.Length + Overhead);
        CommandName.CopyTo(outerBody);
        Span<byte> sent = outerBody[NonceOffset..BoxOffset];
        BinaryPrimitives.WriteUInt64BigEndian(sent, ++nonce);

        Span<byte> box = outerBody[BoxOffset..];
        Span<byte> text = box[CurveBox.Overhead..];
        text[0] = isCommand ? SealedCommand : more ? SealedMore : (byte)0;
        body.CopyTo(text[1..]);
        key.Seal(box, text, asServer ? CurveBox.MessageOfServer : CurveBox.MessageOfClient, sent);
        return headerSize + outerBody.Length;
    }

    public void Dispose() => key.Dispose();
}
