namespace ZProto.Testing.Simulated;

/// <summary>A fault that was caused.</summary>
/// <param name="Number">Its number within its seed.</param>
/// <param name="Time">When.</param>
/// <param name="Text">What it was.</param>
internal sealed record SimulatedFault(int Number, TimeSpan Time, string Text)
{
    public override string ToString() => $"  {Number}. {EventTrace.Format(Time)}: {Text}";
}
