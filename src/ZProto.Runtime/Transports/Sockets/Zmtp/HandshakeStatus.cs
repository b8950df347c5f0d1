namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>How a handshake goes on.</summary>
internal enum HandshakeStatus
{
    /// <summary>By the peer's next command.</summary>
    Continue,

    /// <summary>By <see cref="Handshake.OnAuthenticated"/>; until then nothing is read.</summary>
    Authenticate,

    /// <summary>By messages, once <see cref="Handshake.Accept"/> was called.</summary>
    Done,

    /// <summary>Not at all: the output, which may hold an ERROR, is sent, and the connection ended.</summary>
    Failed,

    /// <summary>Not at all: the peer has sent ERROR, and would do so again.</summary>
    Refused,

    /// <summary>Not at all: what the peer sent is no handshake, and no answer is due.</summary>
    Broken,
}
