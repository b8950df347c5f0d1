namespace ZProto.Engines.Execution;

/// <summary>An event that waits until its machine is no longer at work.</summary>
internal readonly record struct QueuedEvent(int Event, object? Argument, EventOrigin Origin);
