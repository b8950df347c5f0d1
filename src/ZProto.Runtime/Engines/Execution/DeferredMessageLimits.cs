namespace ZProto.Engines.Execution;

/// <summary>How many messages that no state names yet an engine keeps.</summary>
/// <param name="MaxCountPerMachine">Messages of one machine; 0 for any number.</param>
/// <param name="MaxSizePerMachine">Bytes of memory that those of one machine may take; 0 for any number.</param>
/// <param name="MaxSize">Bytes of memory that all of them may take; 0 for any number.</param>
internal readonly record struct DeferredMessageLimits(int MaxCountPerMachine, long MaxSizePerMachine, long MaxSize)
{
    /// <summary>Those of a client, which has one machine.</summary>
    public static readonly DeferredMessageLimits OfClient = new(MaxCountPerMachine: 1_000, MaxSizePerMachine: 1024 * 1024, MaxSize: 0);
}
