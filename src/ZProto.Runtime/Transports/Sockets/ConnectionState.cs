namespace ZProto.Transports.Sockets;

/// <summary>How far a connection is.</summary>
internal enum ConnectionState : byte
{
    /// <summary>Greetings and the mechanism's commands are exchanged.</summary>
    Handshake,

    /// <summary>The authenticator decides; nothing is read meanwhile.</summary>
    Deciding,

    /// <summary>Messages go both ways.</summary>
    Open,

    /// <summary>What is left is sent, and what comes is dropped.</summary>
    Finishing,

    /// <summary>It has ended.</summary>
    Closed,
}
