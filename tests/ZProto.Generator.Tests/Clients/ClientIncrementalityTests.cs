using ZProto.Generator.Tests.Driver;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;
using static ZProto.Generator.ZProtoGenerator;

namespace ZProto.Generator.Tests.Clients;

/// <summary>What runs again after an edit of a client or of the protocol that it speaks.</summary>
public class ClientIncrementalityTests
{
    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk"><message name = "SAY"><field name = "text" type = "string" /></message><message name = "OK"><field name = "number" type = "number" /></message></class>""");

    private static readonly TestModel s_client = new("client.xml", """
        <class name = "talk_client" protocol_class = "talk"><state name = "a"><event name = "ask"><action name = "send" message = "OK" /></event></state>
        <method name = "ask" return = "answer"><field name = "question" type = "string" /><accept reply = "done" /></method>
        <reply name = "done"><field name = "answer" type = "string" /></reply>
        <send><message name = "SAY" /></send></class>
        """);

    private static readonly TestModel s_server = new("server.xml", """<class name = "talk_server" protocol_class = "talk"><state name = "a"><event name = "*" /></state></class>""");

    private static readonly TestProject s_project = new(s_client, s_talk, s_server, Models.Small("other"));

    [Theory]
    [InlineData("name = \"number\"", "name = \"count\"")]
    [InlineData("name = \"OK\"", "name = \"OK\" id = \"9\"")]
    [InlineData("<class name = \"talk\">", "<class name = \"talk\" signature = \"3\">")]
    public void An_edit_of_what_a_client_does_not_use_of_its_protocol_leaves_it_alone(string text, string edited)
        => Assert.Equal(["Talk"], Emitted(After(s_talk, text, edited)));

    [Theory]
    [InlineData("name = \"text\"", "name = \"words\"")]
    [InlineData("name = \"text\" type = \"string\"", "name = \"text\" type = \"chunk\"")]
    public void An_edit_of_a_field_that_a_method_sends_emits_the_client_too(string text, string edited)
        => Assert.Equal(["Talk", "TalkClient"], Emitted(After(s_talk, text, edited)));

    [Theory]
    [InlineData("<message name = \"SAY\">", "<message name = \"BYE\" /><message name = \"SAY\">")]
    [InlineData("<class name = \"talk\">", "<class name = \"talk\" namespace = \"Far\">")]
    public void An_edit_of_the_messages_of_a_protocol_emits_its_client_and_server(string text, string edited)
        => Assert.Equal(["Talk", "TalkClient", "TalkServer"], Emitted(After(s_talk, text, edited)));

    [Fact]
    public void A_client_that_sends_a_message_that_goes_is_still_declared()
    {
        GeneratorRun broken = After(s_talk, "\"SAY\"", "\"SHOUT\"");
        Assert.Equal(["Other", "Talk", "TalkClient", "TalkServer"], broken.Sources.Select(source => source.HintName.Split('.')[^3]).Order(StringComparer.Ordinal));
        Assert.Equal(["Talk", "TalkClient", "TalkServer"], Emitted(broken.Then(s_project)));
    }

    [Theory]
    [InlineData("name = \"a\"", "name = \"b\"")]
    [InlineData("name = \"question\"", "name = \"subject\"")]
    [InlineData("<state ", "<license>Free</license><state ")]
    public void An_edit_of_a_client_emits_that_client_only(string text, string edited)
        => Assert.Equal(["TalkClient"], Emitted(After(s_client, text, edited)));

    [Fact]
    public void An_edit_of_a_server_leaves_the_client_alone()
        => Assert.Equal(["TalkServer"], Emitted(After(s_server, "name = \"a\"", "name = \"b\"")));

    [Fact]
    public void An_edit_of_another_model_leaves_the_client_alone()
        => Assert.Equal(["Other"], Emitted(After(Models.Small("other"), "name = \"text\"", "name = \"words\"")));

    [Fact]
    public void An_edit_of_CSharp_runs_nothing()
    {
        GeneratorRun edited = First().Then(s_project with { Sources = ["namespace Sample { partial class TalkClient { int _count; } }"] });
        Assert.All(
            new[] { Steps.Items, Steps.Models, Steps.Files }.SelectMany(name => edited.Result.TrackedSteps[name]).SelectMany(step => step.Outputs),
            output => Assert.Equal(Cached, output.Reason));
    }

    private static GeneratorRun After(TestModel model, string text, string edited)
    {
        Assert.Contains(text, model.Text, StringComparison.Ordinal);
        return First().Then(s_project.Replace(model with { Text = model.Text!.Replace(text, edited, StringComparison.Ordinal) }));
    }

    private static GeneratorRun First()
    {
        GeneratorRun run = GeneratorRun.Run(s_project).AssertCompiles();
        Assert.Equal(["Other", "Talk", "TalkClient", "TalkServer"], Emitted(run));
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
