namespace ZProto.Engines;

/// <summary>An event that waits until its machine is no longer at work.</summary>
internal readonly record struct PendingEvent(int Event, object? Argument, EventOrigin Origin);
