namespace ZProto.Engines.Execution;

/// <summary>What an executor tells whoever has its machines.</summary>
internal interface IMachineOwner<TMachine>
{
    /// <summary>The last thing in a machine's life.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cause">What its code has thrown, where it ended of that.</param>
    void OnEnded(TMachine machine, Exception? cause);

    /// <summary>A machine is about to end, since more messages came than it may defer.</summary>
    void OnTooManyDeferred(TMachine machine);
}
