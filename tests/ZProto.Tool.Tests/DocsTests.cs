using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

public sealed class DocsTests : IDisposable
{
    private const string Accept = "ZPROTO_ACCEPT_SNAPSHOTS";

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Models
        => [.. Directory.GetFiles(Files.At("Samples"), "*.xml", SearchOption.AllDirectories).Append(Files.Example).Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file)).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Shared/zproto_example.xml", "markdown", "zproto_example.md")]
    [InlineData("Shared/zproto_example.xml", "abnf", "zproto_example.abnf")]
    [InlineData("Wire/wire_topic.xml", "markdown", "wire_topic.md")]
    [InlineData("Wire/wire_topic.xml", "abnf", "wire_topic.abnf")]
    [InlineData("Models/hello_server.xml", "markdown", "hello_server.md")]
    [InlineData("Models/hello_server.xml", "dot", "hello_server.dot")]
    [InlineData("Models/hello_server.xml", "mermaid", "hello_server.mmd")]
    [InlineData("Meshes/chat_mesh.xml", "markdown", "chat_mesh.md")]
    [InlineData("Meshes/chat_mesh.xml", "dot", "chat_mesh.dot")]
    [InlineData("Meshes/chat_mesh.xml", "mermaid", "chat_mesh.mmd")]
    public async Task Documents_are_as_they_were_looked_at(string model, string format, string document)
    {
        ToolRun run = (await ToolRun.RunAsync("docs", Files.At(model), "--format", format)).Done();
        string path = Path.Combine(Files.ProjectDirectory, "Documents", document);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            await File.WriteAllTextAsync(path, run.Output);
        Assert.Equal((await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"), run.Output);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Every_model_of_the_tree_has_documents(string model)
    {
        bool isProtocol = !(await File.ReadAllTextAsync(Files.At(model))).Contains("<state", StringComparison.Ordinal);
        foreach (string format in isProtocol ? (string[])["markdown", "abnf"] : ["markdown", "dot", "mermaid"])
            Assert.NotEmpty((await ToolRun.RunAsync("docs", Files.At(model), "--format", format)).Done().Output);
    }

    [Fact]
    public async Task Documents_of_several_models_go_to_a_folder()
    {
        string folder = _folder["docs/models"];
        ToolRun run = (await ToolRun.RunAsync("docs", Files.At("Models"), "--output", folder)).Done();
        Assert.Equal([Path.Combine(folder, "hello_msg.md"), Path.Combine(folder, "hello_server.md")], run.Lines);
        Assert.StartsWith("# Hello protocol\n", await File.ReadAllTextAsync(run.Lines[0]), StringComparison.Ordinal);
        // Of what a format does not fit there is none.
        Assert.Equal([Path.Combine(folder, "hello_server.dot")], (await ToolRun.RunAsync("docs", Files.At("Models"), "-o", folder, "-f", "dot")).Done().Lines);
    }

    [Fact]
    public async Task Several_documents_need_a_folder()
        => (await ToolRun.RunAsync("docs", Files.HelloProtocol, Files.HelloServer)).Failed(2, "these are 2 documents; say with --output which folder they go to");

    [Fact]
    public async Task Documents_of_one_name_do_not_overwrite_each_other()
    {
        string first = _folder.Write("a/my.xml", """<class name="a" script="zproto_codec"><message name="A"/></class>""");
        string second = _folder.Write("b/my.xml", """<class name="b" script="zproto_codec"><message name="B"/></class>""");
        (await ToolRun.RunAsync("docs", first, second, "--output", _folder["docs"])).Failed(2, $"{first} and {second} would both be written to {Path.Combine(_folder["docs"], "my.md")}");
        Assert.False(Directory.Exists(_folder["docs"]));
    }

    [Fact]
    public async Task A_format_that_fits_no_model_is_refused()
    {
        (await ToolRun.RunAsync("docs", Files.HelloProtocol, "--format", "dot")).Failed(2, "dot is for servers, clients, meshes and nodes, and there is none among the models given");
        (await ToolRun.RunAsync("docs", Files.HelloServer, "--format", "abnf")).Failed(2, "abnf is for protocols, and there is none among the models given");
    }

    [Fact]
    public async Task A_model_with_errors_has_no_document()
    {
        string model = _folder.Write("bad.xml", """<class name="bad" script="zproto_codec"><message name="A" id="300"/></class>""");
        ToolRun run = await ToolRun.RunAsync("docs", model, "--output", _folder["docs"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("error ZP0203", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["docs"]));
    }

    [Fact]
    public async Task A_model_of_another_generator_has_no_document()
    {
        string model = _folder.Write("actor.xml", """<class name="actor" script="zproto_actor_c"><message name="A"/></class>""");
        Assert.Equal(1, (await ToolRun.RunAsync("docs", model)).ExitCode);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_said_to_be_none()
    {
        string file = _folder.Write("file", "");
        ToolRun run = await ToolRun.RunAsync("docs", Files.HelloProtocol, "--output", file);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
    }

    // zguide, chapter 7: the text that its own generator makes of the model, but for the frames that it counts wrongly.
    [Theory]
    [InlineData("ready", "4 frames.", "0 \"\"", "6 \"MDPW01\"", "1 0x01", "n Service name")]
    [InlineData("request", "5 frames.", "0 \"\"", "6 \"MDPW01\"", "1 0x02", "n Client address", "n Request body")]
    [InlineData("reply", "5 frames.", "0 \"\"", "6 \"MDPW01\"", "1 0x03", "n Client address", "n Request body")]
    [InlineData("hearbeat", "3 frames.", "0 \"\"", "6 \"MDPW01\"", "1 0x04")]
    [InlineData("disconnect", "3 frames.", "0 \"\"", "6 \"MDPW01\"", "1 0x05")]
    public async Task The_guides_worker_model_documents_its_frames(string message, string count, params string[] frames)
    {
        string[] lines = (await ToolRun.RunAsync("docs", Files.At("Guide/mdp_worker.xml"), "--framing", "frames")).Done().Lines;
        string[] chapter = [.. lines.SkipWhile(line => line != $"### {message}").Skip(1).TakeWhile(line => !line.StartsWith('#'))];
        Assert.Contains(count, chapter);
        string[][] rows = [.. chapter.Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];
        Assert.Equal(Enumerable.Range(1, frames.Length).Select(number => $"{number}"), rows.Select(row => row[0]));
        Assert.Equal(frames, rows.Select(row => $"{row[1]} {(row[3].Split('`') is [_, var constant, ..] ? constant : row[4])}"));
    }

    [Fact]
    public async Task A_grammar_of_frames_has_optional_ones_in_brackets()
    {
        string abnf = (await ToolRun.RunAsync("docs", Files.At("Frames/every_frame.xml"), "-f", "abnf")).Done().Output;
        Assert.Contains("ROUTED          = empty id-3 sequence client kind rest", abnf, StringComparison.Ordinal);
        Assert.Contains("OPTIONAL        = empty id-4 sequence [ byte [ hash-2 [ uuid-2 [ text [\n                  content [ rest ] ] ] ] ] ]\n", abnf, StringComparison.Ordinal);
        Assert.Contains("client          = *frame empty-frame", abnf, StringComparison.Ordinal);
        Assert.Contains("empty-frame     = \"\"", abnf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_frames_says_how_many_there_are_and_counts_on_after_an_envelope()
    {
        string document = (await ToolRun.RunAsync("docs", Files.At("Frames/every_frame.xml"))).Done().Output;
        Assert.Contains("3 frames or more.", document, StringComparison.Ordinal);
        Assert.Contains("| 4 ... | n | `client` | envelope | Whose reply it is |\n| next | 1 | `kind` | string = `\"K\"` |  |\n| next ... | n | `rest` | msg |  |", document, StringComparison.Ordinal);
        Assert.Contains("| 4 | 1 | `byte` | number 1, optional |  |", document, StringComparison.Ordinal);
    }
}
