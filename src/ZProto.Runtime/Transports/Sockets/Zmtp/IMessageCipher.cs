namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Seals and opens frames after the handshake.</summary>
internal interface IMessageCipher : IDisposable
{
    /// <summary>Opens the body of an outer frame into a plain frame, header and body.</summary>
    /// <param name="outerBody">What <see cref="OuterFrameParser"/> found.</param>
    /// <param name="destination">At least as long as <paramref name="outerBody"/>. Both may overlap where the destination does not begin after it.</param>
    /// <param name="written">Bytes of the plain frame.</param>
    /// <returns>False where it is malformed, replayed, or not of the peer: the connection is to be ended.</returns>
    bool TryOpen(ReadOnlySpan<byte> outerBody, Span<byte> destination, out int written);

    /// <summary>Bytes of the outer frame around a body, at most.</summary>
    int MaxSealedSize(int bodyLength);

    /// <summary>Seals a body into a whole outer frame, and returns its size.</summary>
    int Seal(ReadOnlySpan<byte> body, bool more, bool isCommand, Span<byte> destination);
}
