namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Fills bytes at random.</summary>
internal delegate void RandomBytes(Span<byte> bytes);
