namespace ZProto.Transports.Sockets.Polling;

/// <summary>What a descriptor is ready for, or watched for.</summary>
[Flags]
internal enum Readiness : byte
{
    None = 0,

    /// <summary>Bytes or a connection can be taken, or the other end has ended.</summary>
    Readable = 1,

    /// <summary>Bytes can be sent, or a connection attempt has ended.</summary>
    Writable = 2,

    /// <summary>The connection is broken. Told whether it is watched for or not.</summary>
    HungUp = 4,
}
