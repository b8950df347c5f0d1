using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;
using Steps = ZProto.Generator.ZProtoGenerator.Steps;

namespace ZProto.Generator.Tests.Servers;

/// <summary>What runs again after an edit of a server or of the protocol that it speaks.</summary>
public class ServerIncrementalityTests
{
    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk"><message name = "SAY"><field name = "text" type = "string" /></message><message name = "OK" /></class>""");

    private static readonly TestModel s_server = new("server.xml", """<class name = "talk_server" protocol_class = "talk"><state name = "a"><event name = "SAY"><action name = "send" message = "OK" /></event></state></class>""");

    private static readonly TestProject s_project = new(s_server, s_talk, Models.Small("other"));

    [Theory]
    [InlineData("name = \"text\"", "name = \"words\"")]
    [InlineData("name = \"OK\"", "name = \"OK\" id = \"9\"")]
    [InlineData("<message name = \"SAY\">", "<message name = \"SAY\">Says something.")]
    [InlineData("<class name = \"talk\">", "<class name = \"talk\" signature = \"3\">")]
    public void An_edit_of_a_protocol_that_names_no_message_otherwise_leaves_its_server_alone(string text, string edited)
        => Assert.Equal(["Talk"], Emitted(After(s_talk, text, edited)));

    [Theory]
    [InlineData("<message name = \"OK\" />", "<message name = \"OK\" /><message name = \"BYE\" />")]
    [InlineData("<class name = \"talk\">", "<class name = \"talk\" namespace = \"Far\">")]
    public void An_edit_of_what_a_server_uses_of_its_protocol_emits_the_server_too(string text, string edited)
        => Assert.Equal(["Talk", "TalkServer"], Emitted(After(s_talk, text, edited)));

    [Fact]
    public void A_server_that_sends_a_message_that_goes_is_still_declared()
    {
        GeneratorRun broken = After(s_talk, "\"OK\"", "\"YES\"");
        Assert.Equal(["Talk", "TalkServer"], Emitted(broken));
        Assert.Equal(3, broken.Sources.Length);
        Assert.Equal(["Talk", "TalkServer"], Emitted(broken.Then(s_project)));
    }

    [Theory]
    [InlineData("name = \"a\"", "name = \"b\"")]
    [InlineData("name = \"SAY\"", "name = \"tick\"")]
    [InlineData("<state ", "<license>Free</license><state ")]
    public void An_edit_of_a_server_emits_that_server_only(string text, string edited)
        => Assert.Equal(["TalkServer"], Emitted(After(s_server, text, edited)));

    [Fact]
    public void An_edit_of_CSharp_runs_nothing()
    {
        GeneratorRun edited = First().Then(s_project with { Sources = ["namespace Sample { partial class TalkServer { int _count; } }"] });
        Assert.All(edited.Result.TrackedSteps[Steps.Files].SelectMany(step => step.Outputs), output => Assert.Equal(Cached, output.Reason));
    }

    private static GeneratorRun After(TestModel model, string text, string edited)
    {
        Assert.Contains(text, model.Text, StringComparison.Ordinal);
        return First().Then(s_project.Replace(model with { Text = model.Text!.Replace(text, edited, StringComparison.Ordinal) }));
    }

    private static GeneratorRun First()
    {
        GeneratorRun run = GeneratorRun.Run(s_project).AssertCompiles();
        Assert.Equal(["Other", "Talk", "TalkServer"], Emitted(run));
        return run;
    }

    /// <summary>The classes whose text is another than in the run before.</summary>
    private static IEnumerable<string> Emitted(GeneratorRun run)
        => run.Result.TrackedSteps[Steps.Files]
            .SelectMany(step => step.Outputs)
            .Where(output => output.Reason is New or Modified)
            .Select(output => ((GeneratedFile)output.Value).HintName.Split('.')[^3])
            .Order(StringComparer.Ordinal);
}
