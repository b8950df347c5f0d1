namespace ZProto.Transport.Tests;

/// <summary>How a <see cref="ServerProcess"/> is set up.</summary>
public sealed record ServerSettings
{
    /// <summary>How long a client may be silent.</summary>
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes that a frame may have.</summary>
    public long MaxFrameSize { get; init; } = new SocketOptions().MaxFrameSize;

    /// <summary>Bytes that all objects together may take; null for as many as there are.</summary>
    public long? MaxHeapBytes { get; init; }

    /// <summary>Descriptors that the process may have; null for as many as there are.</summary>
    public int? MaxDescriptors { get; init; }
}
