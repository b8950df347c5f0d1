namespace ZProto.Testing.Simulated;

/// <summary>What chance decides in a simulation.</summary>
internal enum ChancePurpose
{
    None,

    /// <summary>Which of the steps that can be done is the next.</summary>
    Order,

    /// <summary>How long a message takes between two nodes.</summary>
    Latency,

    /// <summary>Ids that no one can guess elsewhere.</summary>
    Id,

    /// <summary>The scenario's own decisions.</summary>
    Scenario,

    /// <summary>When the next fault comes.</summary>
    FaultTime,

    /// <summary>What a fault is, and whom it meets.</summary>
    Fault,

    /// <summary>How wrong the clock of a node is.</summary>
    Clock,
}
