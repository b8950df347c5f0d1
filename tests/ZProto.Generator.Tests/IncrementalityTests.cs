using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;
using Steps = ZProto.Generator.ZProtoGenerator.Steps;

namespace ZProto.Generator.Tests;

/// <summary>What runs again after an edit, told from the driver's tracked steps.</summary>
public class IncrementalityTests
{
    private static readonly string[] s_steps = [Steps.Items, Steps.Read, Steps.ReadWithIncludes, Steps.Models, Steps.Files];

    private static readonly TestModel s_shared = new("shared.xml", """<fragment><message name = "SHARED" /></fragment>""");

    private static readonly TestModel s_including = new("including.xml", """
        <class name = "including" script = "zproto_codec">
            <include filename = "shared.xml" />
        </class>
        """);

    private static readonly TestProject s_project = new(Models.Small("alpha"), s_including, Models.Small("beta"), s_shared) { Sources = ["partial class User { }"] };

    [Fact]
    public void An_edit_of_CSharp_runs_nothing()
    {
        GeneratorRun edited = First().Then(s_project with { Sources = ["// Moved\npartial class User { int _field; partial void M(); partial void M() { } }", "class Another { }"] });
        Assert.All(s_steps, step => Assert.All(Reasons(edited, step), reason => Assert.Equal(Cached, reason)));
        Assert.All(OutputReasons(edited), reason => Assert.Equal(Cached, reason));
    }

    [Theory]
    [InlineData("alpha")]
    [InlineData("beta")]
    public void An_edit_of_a_model_emits_that_model_only(string model)
    {
        GeneratorRun edited = First().Then(s_project.Replace(Models.Small(model, field: "other")));
        Assert.Equal([model], Emitted(edited).Select(name => name.ToLowerInvariant()));
        Assert.Contains("Other", edited.Sources.Single(source => source.HintName.Contains(model, StringComparison.OrdinalIgnoreCase)).SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_a_model_parses_that_model_only()
    {
        GeneratorRun edited = First().Then(s_project.Replace(Models.Small("beta", field: "other")));
        Assert.Equal(3, Reasons(edited, Steps.Items).Count(reason => reason is Cached or Unchanged));
    }

    [Fact]
    public void An_edit_of_a_model_reads_that_model_only()
    {
        GeneratorRun edited = First().Then(s_project.Replace(Models.Small("beta", field: "other")));
        Assert.Equal([Modified, Cached, Cached], Reasons(edited, Steps.Read).Order());
    }

    [Fact]
    public void An_edit_of_a_model_does_not_read_those_again_that_include_other_files()
    {
        GeneratorRun edited = First().Then(s_project.Replace(Models.Small("beta", field: "other")));
        Assert.Equal(Cached, Assert.Single(Reasons(edited, Steps.ReadWithIncludes)));
    }

    [Theory]
    [InlineData("""<include filename = "outer.xml" />""")]
    [InlineData("""<include filename = "OUTER.xml" /><include filename = "outer.xml" />""")]
    public void An_edit_of_a_file_that_is_included_through_another_reads_the_model_again(string include)
    {
        TestModel outer = new("outer.xml", """<fragment><include filename = "inner.xml" /><include filename = "outer.xml" /></fragment>""");
        TestModel inner = new("inner.xml", """<fragment><message name = "INNER" /></fragment>""");
        TestModel model = new("model.xml", $"""<class name = "model" script = "zproto_codec">{include}</class>""");
        GeneratorRun edited = GeneratorRun.Run(new TestProject(model, outer, inner)).Then(new TestProject(model, outer, inner with { Text = inner.Text!.Replace("INNER", "OTHER") }));
        Assert.Equal(Modified, Assert.Single(Reasons(edited, Steps.ReadWithIncludes)));
    }

    [Fact]
    public void A_file_that_comes_is_included()
    {
        GeneratorRun missing = GeneratorRun.Run(s_project with { Models = [.. s_project.Models.Where(model => model != s_shared)] });
        Assert.Contains(missing.Result.Diagnostics, diagnostic => diagnostic.GetMessage(null).Contains("shared.xml", StringComparison.Ordinal));
        GeneratorRun complete = missing.Then(s_project).AssertCompiles();
        Assert.Equal(["Including"], Emitted(complete));
    }

    [Fact]
    public void An_edit_that_only_moves_a_model_within_its_file_emits_it_to_the_same_text()
    {
        TestModel beta = Models.Small("beta");
        GeneratorRun edited = First().Then(s_project.Replace(beta with { Text = "<!-- A comment\nof two lines -->\n" + beta.Text }));
        Assert.Equal(1, Reasons(edited, Steps.Models).Count(reason => reason == Modified));
        Assert.Empty(Emitted(edited));
        Assert.All(OutputReasons(edited), reason => Assert.Equal(Cached, reason));
    }

    [Fact]
    public void An_edit_in_a_comment_that_moves_nothing_leaves_the_model_as_it_is()
    {
        TestModel beta = Models.Small("beta");
        TestProject before = s_project.Replace(beta with { Text = beta.Text + "<!-- one -->" });
        GeneratorRun edited = GeneratorRun.Run(before).Then(s_project.Replace(beta with { Text = beta.Text + "<!-- two, longer -->" }));
        Assert.DoesNotContain(Modified, Reasons(edited, Steps.Models));
        Assert.All(Reasons(edited, Steps.Files), reason => Assert.Equal(Cached, reason));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_new_model_emits_that_model_only_wherever_it_is(int index)
    {
        TestModel added = Models.Small("added");
        GeneratorRun edited = First().Then(s_project with { Models = [.. s_project.Models.Take(index), added, .. s_project.Models.Skip(index)] });
        Assert.Equal(["Added"], Emitted(edited));
        Assert.Equal(4, edited.Sources.Length);
    }

    [Fact]
    public void A_model_that_goes_emits_no_other()
    {
        GeneratorRun edited = First().Then(s_project with { Models = [.. s_project.Models.Skip(1)] });
        Assert.Empty(Emitted(edited));
        Assert.Equal(2, edited.Sources.Length);
    }

    [Fact]
    public void An_edit_of_an_included_file_emits_only_what_includes_it()
    {
        GeneratorRun edited = First().Then(s_project.Replace(s_shared with { Text = s_shared.Text!.Replace("SHARED", "COMMON") }));
        Assert.Equal(["Including"], Emitted(edited));
    }

    [Fact]
    public void An_items_metadata_emits_that_item_only()
    {
        GeneratorRun edited = First().Then(s_project.Replace(Models.Small("beta") with { Namespace = "Elsewhere" }));
        Assert.Equal(["Beta"], Emitted(edited));
        Assert.Equal(4, Reasons(edited, Steps.Items).Count(reason => reason is Cached or Unchanged or Modified));
    }

    [Fact]
    public void Another_root_namespace_parses_nothing_again()
    {
        GeneratorRun edited = First().Then(s_project with { RootNamespace = "Other" });
        Assert.All(Reasons(edited, Steps.Items), reason => Assert.Equal(Cached, reason));
        Assert.Equal(["Alpha", "Beta", "Including"], Emitted(edited).Order());
    }

    [Fact]
    public void An_error_in_a_model_takes_away_its_source_and_leaves_the_others()
    {
        GeneratorRun broken = First().Then(s_project.Replace(new TestModel("beta.xml", "<class")));
        Assert.Empty(Emitted(broken));
        Assert.Equal(2, broken.Sources.Length);

        GeneratorRun repaired = broken.Then(s_project);
        Assert.Equal(["Beta"], Emitted(repaired));
        Assert.Equal(3, repaired.Sources.Length);
    }

    [Fact]
    public void The_pipeline_holds_nothing_of_a_compilation()
    {
        GeneratorRun run = First();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        IEnumerable<object> values = s_steps.Concat([Steps.Diagnostics, Steps.Classes, Steps.Parts])
            .SelectMany(step => run.Result.TrackedSteps.GetValueOrDefault(step, []))
            .SelectMany(step => step.Outputs)
            .Select(output => output.Value);
        foreach (object value in values)
            AssertHoldsNoCompilation(value, seen);
        Assert.True(seen.Count > 100);
    }

    private static GeneratorRun First()
    {
        GeneratorRun run = GeneratorRun.Run(s_project).AssertCompiles();
        Assert.Equal(["Alpha", "Beta", "Including"], Emitted(run).Order());
        return run;
    }

    private static ImmutableArray<IncrementalStepRunReason> Reasons(GeneratorRun run, string step)
        => [.. run.Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>How the sources came about that the run handed to the compiler.</summary>
    private static ImmutableArray<IncrementalStepRunReason> OutputReasons(GeneratorRun run)
        => [.. run.Result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>The classes whose text is another than in the run before.</summary>
    private static IEnumerable<string> Emitted(GeneratorRun run)
        => run.Result.TrackedSteps[Steps.Files]
            .SelectMany(step => step.Outputs)
            .Where(output => output.Reason is New or Modified)
            .Select(output => ((GeneratedFile)output.Value).HintName.Split('.')[^3]);

    private static void AssertHoldsNoCompilation(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            return;
        Assert.False(value is Compilation or ISymbol or SyntaxNode or SyntaxTree or AdditionalText or Location, $"A {value.GetType()} is in the pipeline.");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
                AssertHoldsNoCompilation(item, seen);
        }
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                AssertHoldsNoCompilation(field.GetValue(value), seen);
        }
    }
}
