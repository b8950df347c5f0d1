namespace ZProto.Testing.Simulated;

/// <summary>What a simulation finds wrong itself, as opposed to what its scenario throws.</summary>
internal sealed class BrokenExpectationException(string message) : Exception(message);
