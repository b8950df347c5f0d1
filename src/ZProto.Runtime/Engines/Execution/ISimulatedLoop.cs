namespace ZProto.Engines.Execution;

/// <summary>A loop as a simulation runs it.</summary>
internal interface ISimulatedLoop
{
    /// <summary>What the loop's sockets are made by, and the loop is told apart by.</summary>
    Transports.ITransport Transport { get; }

    /// <summary>Does one step: a round, or the end of the loop.</summary>
    /// <returns>False once it has ended.</returns>
    bool Pump();

    /// <summary>Ends the loop, as if it died of something, in a step of its own.</summary>
    void Abort(Exception fault);
}
