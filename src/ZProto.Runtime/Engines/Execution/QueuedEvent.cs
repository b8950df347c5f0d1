namespace ZProto.Engines.Execution;

/// <summary>An event that waits until its machine is no longer at work.</summary>
/// <param name="Event">The event.</param>
/// <param name="Argument">What its actions read as <c>Argument</c>.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Caller">Who waits for it, or null.</param>
internal readonly record struct QueuedEvent(int Event, object? Argument, EventOrigin Origin, IEventCaller? Caller = null);
