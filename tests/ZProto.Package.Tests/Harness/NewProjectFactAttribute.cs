namespace ZProto.Package.Tests.Harness;

/// <summary>A test that makes new projects; skipped where no source has the packages that they need.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NewProjectFactAttribute : FactAttribute
{
    public NewProjectFactAttribute() => Skip = Sources.Unavailable;
}

/// <summary>A test of several cases that makes new projects; skipped where no source has the packages that they need.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NewProjectTheoryAttribute : TheoryAttribute
{
    public NewProjectTheoryAttribute() => Skip = Sources.Unavailable;
}
