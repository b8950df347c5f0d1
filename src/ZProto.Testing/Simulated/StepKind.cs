namespace ZProto.Testing.Simulated;

/// <summary>What the steps of a simulation are.</summary>
internal enum StepKind
{
    None,

    /// <summary>A round of a loop.</summary>
    Loop,

    /// <summary>Asynchronous code goes on.</summary>
    Continuation,

    /// <summary>A timer fires.</summary>
    Timer,

    /// <summary>A message or signal comes to an end of a connection.</summary>
    Arrival,

    /// <summary>A fault begins or ends.</summary>
    Fault,
}
