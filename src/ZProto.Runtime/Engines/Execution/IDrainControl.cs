namespace ZProto.Engines.Execution;

/// <summary>What an engine does to end without losing work. All of it belongs to the loop, but for <see cref="Endpoints"/>.</summary>
internal interface IDrainControl
{
    /// <summary>The endpoints that it is bound to; from any thread.</summary>
    IReadOnlyList<string> Endpoints { get; }

    /// <summary>Accepts no more peers at an endpoint.</summary>
    void Unbind(string endpoint);

    /// <summary>Reads what has come, and no more. Ends when no background work is under way.</summary>
    Task WhenDrained();

    /// <summary>One who waited for <see cref="WhenDrained"/> waits no longer. After the last of them the engine reads again.</summary>
    void CancelDrain();
}
