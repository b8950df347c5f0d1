namespace ZProto.Engines.Execution;

/// <summary>Who waits for an event that it has raised.</summary>
internal interface IEventCaller
{
    /// <summary>Whether it no longer waits, so that the event need not be executed.</summary>
    bool IsDone { get; }

    /// <summary>A transition was found, and its actions are to run.</summary>
    void OnBegin();

    /// <summary>The state has no transition for the event.</summary>
    void OnUnexpected();

    /// <summary>The event has run, whether or not there was a transition for it.</summary>
    void OnRan();

    /// <summary>The machine has ended before the event could run.</summary>
    void OnDropped();
}
