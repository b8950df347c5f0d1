namespace ZProto.Shared;

/// <summary>A descriptor that makes a sleeping loop's poll return. It is written from any thread, also while the loop disposes it.</summary>
internal abstract class WakeUp : IDisposable
{
    /// <summary>What is polled.</summary>
    public abstract nint Descriptor { get; }

    /// <summary>Makes the descriptor readable. Does nothing once it is disposed.</summary>
    public abstract void Signal();

    /// <summary>Takes away all that was signalled.</summary>
    public abstract void Clear();

    public abstract void Dispose();
}
