namespace ZProto.Engines.Execution;

/// <summary>What a loop reads in each round: an engine's socket.</summary>
internal interface IEventLoopParticipant
{
    /// <summary>Handles what has come in, up to a share.</summary>
    /// <returns>Whether nothing is left to read.</returns>
    bool Poll();

    /// <summary>The loop has ended under it: nothing will be read any more, and no timer will fire.</summary>
    /// <param name="fault">What it died of; null where it was disposed.</param>
    void OnLoopEnded(Exception? fault)
    {
    }
}
