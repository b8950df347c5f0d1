namespace ZProto.Generator.Tests.Builds;

/// <summary>What a real build says of one mistake.</summary>
public class OneMistakeTests(BuiltCases built) : IClassFixture<BuiltCases>
{
    public static TheoryData<string> InModels => [.. Mistake.InModels.Select(mistake => mistake.Name)];

    public static TheoryData<string> InCSharp => [.. Mistake.InCSharp.Select(mistake => mistake.Name)];

    [Fact]
    public void Without_a_mistake_nothing_is_said()
    {
        Assert.Empty(built.GetLines("none"));
        Assert.NotEmpty(built.Built("case/bin/none/Case.dll"));
    }

    [Theory]
    [MemberData(nameof(InModels))]
    public void A_mistake_in_a_model_is_one_diagnostic_at_the_word(string name)
        => AssertIs(Mistake.InModels.Single(mistake => mistake.Name == name), built.GetLines(name));

    [Theory]
    [MemberData(nameof(InCSharp))]
    public void A_mistake_in_CSharp_is_one_diagnostic_of_ZProtos(string name)
        => AssertIs(Mistake.InCSharp.Single(mistake => mistake.Name == name), [.. built.GetLines(name).Where(line => line.Contains(": error ZP", StringComparison.Ordinal) || line.Contains(": warning ZP", StringComparison.Ordinal))]);

    [Fact]
    public void An_engine_speaks_a_protocol_of_a_referenced_project_without_a_link()
        => Assert.NotEmpty(built.Built("one/app/bin/App.dll"));

    [Theory]
    [InlineData("lib", "Lib.dll")]
    [InlineData("lib", "Lib.pdb")]
    [InlineData("app", "App.dll")]
    [InlineData("app", "App.pdb")]
    public void Builds_in_two_folders_with_mapped_paths_are_equal_to_the_byte(string project, string file)
        => Assert.Equal(built.Built($"one/{project}/bin/{file}"), built.Built($"two/deeper/{project}/bin/{file}"));

    private void AssertIs(Mistake mistake, string[] found)
    {
        string line = Assert.Single(found);
        if (mistake.IsBeginning)
            Assert.StartsWith(mistake.Diagnostic, line, StringComparison.Ordinal);
        else
            Assert.Equal(mistake.Diagnostic, line);
    }
}
