namespace ZProto.Engines.Execution;

/// <summary>Where an event comes from, by which it is decided what becomes of one that no row names.</summary>
internal enum EventOrigin
{
    /// <summary>Another machine, an action, or the engine itself.</summary>
    Internal,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>A message of the peer.</summary>
    Message,

    /// <summary>A call of the API.</summary>
    Call,
}
