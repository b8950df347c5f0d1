using System.Text;
using System.Text.Json;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

public sealed class CheckTests : IDisposable
{
    private const string Protocol = """<class name="my_msg" script="zproto_codec"><message name="OHAI"/><message name="OHAI-OK"/></class>""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_without_problems_are_passed_in_silence()
    {
        ToolRun run = await ToolRun.RunAsync("check", Files.Example, Files.HelloProtocol, Files.HelloServer);
        Assert.Equal("", run.Done().Output);
    }

    [Fact]
    public async Task A_node_is_checked_without_the_package_that_its_project_needs()
    {
        Assert.Equal("", (await ToolRun.RunAsync("check", Files.At("Meshes/chat_node.xml"))).Done().Output);
        Assert.Contains("\"kind\": \"node\"", (await ToolRun.RunAsync("check", Files.At("Meshes/chat_node.xml"), "--json")).Done().Output, StringComparison.Ordinal);
        string model = _folder.Write("node.xml", "<class name=\"odd\" script=\"zproto_peer\"><state name=\"a\"><event name=\"e\"><action name=\"join\"/></event></state></class>");
        _folder.Write("odd_msg.xml", "<class name=\"odd_msg\"><message name=\"A\"/></class>");
        Assert.Equal($"{model}(1,73): error ZP0328: action 'join' needs a 'group'", Assert.Single((await ToolRun.RunAsync("check", model)).Lines));
    }

    [Fact]
    public async Task A_mesh_is_checked_with_the_protocol_that_is_beside_it()
    {
        Assert.Equal("", (await ToolRun.RunAsync("check", Files.At("Meshes/chat_mesh.xml"))).Done().Output);
        string model = _folder.Write("odd.xml", "<class name=\"odd\" script=\"zproto_mesh\"><state name=\"a\"/></class>");
        _folder.Write("my_msg.xml", Protocol);
        Assert.Equal($"{model}(1,2): error ZP0131: a mesh needs a 'mode': 'harmony' for equals, or 'client' for a client of many servers", Assert.Single((await ToolRun.RunAsync("check", model)).Lines));
        Assert.Contains("\"kind\": \"mesh\"", (await ToolRun.RunAsync("check", Files.At("Meshes/chat_mesh.xml"), "--json")).Done().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_told_as_compilers_do()
    {
        string model = _folder.Write("bad.xml", "<class name=\"bad\" script=\"zproto_codec\">\n  <message name=\"A\"><field name=\"x\" type=\"nmber\"/></message>\n</class>");
        ToolRun run = await ToolRun.RunAsync("check", model);
        Assert.Equal($"{model}(2,43): error ZP0201: there is no type 'nmber', did you mean 'number'?", Assert.Single(run.Lines));
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Warnings_fail_where_they_are_to_be_errors()
    {
        string model = _folder.Write("warned.xml", """<class name="warned" title="this & that" script="zproto_codec"><message name="A"/></class>""");
        ToolRun lenient = await ToolRun.RunAsync("check", model);
        Assert.Contains(": warning ZP0003: ", lenient.Done().Output, StringComparison.Ordinal);
        ToolRun strict = await ToolRun.RunAsync("check", model, "--warnings-as-errors");
        Assert.Equal((1, lenient.Output), (strict.ExitCode, strict.Output));
    }

    [Fact]
    public async Task A_message_that_the_protocol_lacks_is_found_and_a_near_one_named()
    {
        _folder.Write("my_msg.xml", Protocol);
        string server = _folder.Write("server.xml", """
            <class name="server" script="zproto_server" protocol_class="my_msg">
              <state name="start"><event name="OHAI"><action name="send" message="OHIA-OK"/></event></state>
            </class>
            """);
        ToolRun run = await ToolRun.RunAsync("check", server);
        Assert.Equal($"{server}(2,71): error ZP0313: protocol 'my_msg' has no message 'OHIA-OK', did you mean 'OHAI-OK'?", Assert.Single(run.Lines));
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task An_engine_without_its_protocol_is_an_error()
    {
        string server = _folder.Write("server.xml", """<class name="server" script="zproto_server"><state name="start"><event name="OHAI"/></state></class>""");
        Assert.Contains("ZP0119: there is no protocol among", (await ToolRun.RunAsync("check", server)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_protocol_beside_an_engine_is_named_with_its_place()
    {
        string protocol = _folder.Write("my_msg.xml", Protocol.Replace("OHAI-OK", "OHAI", StringComparison.Ordinal));
        string server = _folder.Write("server.xml", """<class name="server" script="zproto_server" protocol_class="my_msg"><state name="start"><event name="OHAI"/></state></class>""");
        ToolRun run = await ToolRun.RunAsync("check", server);
        Assert.Contains($"protocol 'my_msg' cannot be read, see {protocol}(1,81): there is a message 'OHAI' already", run.Output, StringComparison.Ordinal);
        // Given itself, it is what is reported, and the engine waits for it.
        Assert.Contains("ZP0205", Assert.Single((await ToolRun.RunAsync("check", server, protocol)).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_in_a_model_is_checked_as_the_build_does()
    {
        _folder.Write("my_msg.xml", Protocol);
        string server = _folder.Write("server.xml", """
            <class name="server" script="zproto_server" protocol_class="my_msg">
              <state name="start"><event name="OHAI"><action name="act"/></event></state>
              <action name="act">} void Escape() {</action>
            </class>
            """);
        ToolRun run = await ToolRun.RunAsync("check", server);
        Assert.Contains($"{server}(3,17): error ZP0314: the body of action 'act' must be C# statements", Assert.Single(run.Lines), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_misspelt_root_is_told_as_the_build_does()
    {
        string model = _folder.Write("my_msg.xml", Protocol.Replace("class", "clas", StringComparison.Ordinal));
        Assert.Contains($"{model}(1,2): warning ZP0008: <clas> is not known here, did you mean 'class'?", (await ToolRun.RunAsync("check", model)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_models_of_one_class_are_an_error_at_the_second()
    {
        string first = _folder.Write("a.xml", Protocol);
        string second = _folder.Write("b.xml", Protocol);
        ToolRun run = await ToolRun.RunAsync("check", first, second);
        Assert.Contains($"{second}(1,14): error ZP0110: the class MyMsg is already generated from {first}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_and_patterns_stand_for_the_models_in_them()
    {
        _folder.Write("models/my_msg.xml", Protocol);
        _folder.Write("models/types.xml", "<fragment><message name=\"ICANHAZ\"/></fragment>");
        _folder.Write("models/other_msg.xml", "<class name=\"other_msg\" script=\"zproto_codec\"><include filename=\"types.xml\"/></class>");
        Assert.Equal(["my_msg", "other_msg"], Names(await ToolRun.RunAsync("check", _folder["models"], "--json")));
        Assert.Equal(["other_msg"], Names(await ToolRun.RunAsync("check", _folder["models/other*.xml"], "--json")));
        // What a shell makes of *.xml holds files that are there to be included.
        Assert.Equal(["my_msg"], Names(await ToolRun.RunAsync("check", _folder["models/my_msg.xml"], _folder["models/types.xml"], "--json")));

        static string[] Names(ToolRun run)
            => [.. JsonDocument.Parse(run.Done().Output).RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()!)];
    }

    [Fact]
    public async Task Programs_read_problems_as_json()
    {
        string model = _folder.Write("bad.xml", """<class name="bad" script="zproto_codec"><message name="A" id="300"/></class>""");
        ToolRun run = await ToolRun.RunAsync("check", model, "--json");
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(1, root.GetProperty("errors").GetInt32());
        JsonElement diagnostic = Assert.Single(root.GetProperty("problems").EnumerateArray());
        Assert.Equal((model, 1, 63, "error", "ZP0203"), (diagnostic.GetProperty("file").GetString(), diagnostic.GetProperty("line").GetInt32(), diagnostic.GetProperty("column").GetInt32(), diagnostic.GetProperty("severity").GetString(), diagnostic.GetProperty("id").GetString()));
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task People_are_told_that_all_is_well()
    {
        ToolRun run = await ToolRun.RunAsync("", ["check", Files.HelloServer], isInteractive: true);
        Assert.Contains("1 model: no errors, no warnings.", run.Done().Plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_said_to_be_missing()
    {
        ToolRun run = await ToolRun.RunAsync("check", _folder["nothere.xml"]);
        run.Failed(2, $"{_folder["nothere.xml"]}: there is no such file");
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_said_to_be_none()
    {
        string other = _folder.Write("other.xml", "<project/>");
        (await ToolRun.RunAsync("check", other)).Failed(2, $"{other}: no model; the root of a model is <class>");
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16")]
    [InlineData("utf-8", null)]
    [InlineData("utf-16", null)]
    public async Task Models_are_read_in_Unicode(string encoding, string? declared)
        => Assert.Equal("", (await ToolRun.RunAsync("check", Write(encoding, declared, "é"))).Done().Output);

    [Theory]
    [InlineData("iso-8859-1", "iso-8859-1", "(1,31): error ZP0010: of a file in 'iso-8859-1' only ASCII is read, and it has other characters: save it as UTF-8 and declare encoding=\"utf-8\"")]
    [InlineData("utf-8", "iso-8859-1", "(1,31): error ZP0010: of a file in 'iso-8859-1' only ASCII is read, and it has other characters: save it as UTF-8 and declare encoding=\"utf-8\"")]
    [InlineData("utf-8", "utf8", "(1,31): error ZP0010: the encoding 'utf8' is not known here, did you mean 'utf-8'?")]
    [InlineData("iso-8859-1", "utf-8", "(2,55): error ZP0010: this character could not be read: save the file as UTF-8")]
    [InlineData("iso-8859-1", null, "(2,55): error ZP0010: this character could not be read: save the file as UTF-8")]
    public async Task A_model_that_is_not_read_as_it_declares_is_an_error(string encoding, string? declared, string error)
    {
        string model = Write(encoding, declared, "é");
        ToolRun run = await ToolRun.RunAsync("check", model);
        Assert.Equal(model + error, Assert.Single(run.Lines));
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_model_in_ASCII_is_read_whatever_it_declares()
        => Assert.Equal("", (await ToolRun.RunAsync("check", Write("us-ascii", "windows-1252", "e"))).Done().Output);

    [Fact]
    public async Task Text_that_is_no_xml_is_an_error_at_its_place()
    {
        string model = _folder.Write("broken.xml", "<class name=\"broken\">\n<message>");
        ToolRun run = await ToolRun.RunAsync("check", model);
        Assert.Contains($"{model}(2,", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    /// <summary>Writes a model with a text in it as an encoding of .NET has it, with the mark of the encoding if it has one.</summary>
    private string Write(string encoding, string? declared, string text)
    {
        string declaration = declared is null ? "" : $"<?xml version='1.0' encoding='{declared}'?>";
        string path = _folder.Write("my_msg.xml", "");
        File.WriteAllText(path, $"{declaration}\n<class name='my_msg' script='codec'><message name='A'>{text}</message></class>", Encoding.GetEncoding(encoding));
        return path;
    }
}
