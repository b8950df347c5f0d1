namespace ZProto.Transport.Tests;

/// <summary>On a transport's tests: what has to be installed for them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class SkipUnlessInstalledAttribute : Attribute
{
    /// <summary>What is missing, and how to install it; null where nothing is.</summary>
    public abstract string? Missing { get; }
}
