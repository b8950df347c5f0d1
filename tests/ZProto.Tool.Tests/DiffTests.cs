using System.Text.Json;
using System.Text.RegularExpressions;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

/// <summary>Pairs of models, each with one kind of change: what <c>diff</c> says of it, and whether messages of one are read by the other.</summary>
public sealed partial class DiffTests : IDisposable
{
    private const string Hello = """<message name = "HELLO" id = "1"><field name = "count" type = "number" size = "2" /><field name = "name" type = "string" /></message>""";

    private readonly TempFolder _folder = new();

    /// <summary>What a pair is; the old and the new content; what encodes a message of each; what is said of the change.</summary>
    public static TheoryData<string, string, string, string, string, string[]> Protocols => new()
    {
        { "nothing", Hello, Hello, Old, Old, [] },
        { "a description", Hello, Hello.Replace("/></message>", ">Who</field></message>", StringComparison.Ordinal), Old, Old, [] },
        { "a new message", Hello, Hello + """<message name = "BYE" id = "2" />""", Old, Old, ["breaks nothing: message 'BYE' is new: a peer of the old model does not know it"] },
        { "a message that is gone", Hello + """<message name = "BYE" id = "2" />""", Hello, "BYE", Old, ["breaks the wire and code: message 'BYE' is gone"] },
        { "another name of a message", Hello, Hello.Replace("HELLO", "OHAI", StringComparison.Ordinal), Old, "OHAI count=3 name=Ada", ["breaks code: message 'OHAI' was 'HELLO'"] },
        { "another id", Hello, Hello.Replace("id = \"1\"", "id = \"2\"", StringComparison.Ordinal), Old, Old, ["breaks the wire: message 'HELLO' has the id 2, and had 1"] },
        { "another name of a field", Hello, Hello.Replace("count", "number", StringComparison.Ordinal), Old, "HELLO number=3 name=Ada", ["breaks code: field 'number' of message 'HELLO' was 'count'"] },
        { "another size", Hello, Hello.Replace("\"2\" /", "\"4\" /", StringComparison.Ordinal), Old, Old, ["breaks the wire and code: field 'count' of message 'HELLO' is number of 4, and was number of 2"] },
        { "another type", Hello, Hello.Replace("\"string\"", "\"longstr\"", StringComparison.Ordinal), Old, Old, ["breaks the wire and code: field 'name' of message 'HELLO' is longstr, and was string"] },
        { "a field in the middle", Hello, With("""<field name = "count" type = "number" size = "2" /><field name = "flags" type = "number" /><field name = "name" type = "string" />"""), Old, Old, ["breaks the wire and code: field 'flags' of message 'HELLO' is new, before 'name'"] },
        { "a field at the end", Hello, With("""<field name = "count" type = "number" size = "2" /><field name = "name" type = "string" /><field name = "flags" type = "number" />"""), Old, Old, ["breaks the wire and code: field 'flags' of message 'HELLO' is new: messages of the old model end before it"] },
        { "a field that is gone from the middle", Hello, With("""<field name = "name" type = "string" />"""), Old, "HELLO name=Ada", ["breaks the wire and code: field 'count' of message 'HELLO' is gone, before 'name'"] },
        { "a field that is gone from the end", Hello, With("""<field name = "count" type = "number" size = "2" />"""), Old, "HELLO count=3", ["breaks the wire and code: field 'name' of message 'HELLO' is gone: a peer of the old model waits for it"] },
        { "another order", Hello, With("""<field name = "name" type = "string" /><field name = "count" type = "number" size = "2" />"""), Old, Old, ["breaks the wire and code: the fields of message 'HELLO' are in another order"] },
        { "a list of frames at the end", Hello, With("""<field name = "count" type = "number" size = "2" /><field name = "name" type = "string" /><field name = "content" type = "msg" />"""), Old, Old + " content=none", ["breaks code: field 'content' of message 'HELLO' is new at the end, and empty in messages of the old model"] },
        { "a frame at the end", Hello, With("""<field name = "count" type = "number" size = "2" /><field name = "name" type = "string" /><field name = "content" type = "frame" />"""), Old, Old, ["breaks the wire and code: field 'content' of message 'HELLO' is new: messages of the old model end before it"] },
        { "a frame among other fields", Hello, With("""<field name = "count" type = "number" size = "2" /><field name = "content" type = "frame" /><field name = "name" type = "string" />"""), Old, Old, ["breaks the wire and code: field 'content' of message 'HELLO' is new: messages of the old model end before it"] },
        { "a field that becomes constant", Hello, Hello.Replace("size = \"2\"", "size = \"2\" value = \"7\"", StringComparison.Ordinal), Old, "HELLO name=Ada", ["breaks the wire and code: field 'count' of message 'HELLO' is number of 2, always \"7\", and was number of 2"] },
        { "another constant", Hello.Replace("size = \"2\"", "size = \"2\" value = \"7\"", StringComparison.Ordinal), Hello.Replace("size = \"2\"", "size = \"2\" value = \"8\"", StringComparison.Ordinal), "HELLO name=Ada", "HELLO name=Ada", ["breaks the wire: field 'count' of message 'HELLO' is number of 2, always \"8\", and was number of 2, always \"7\""] },
        { "a define", Hello + """<define name = "port" value = "5670" />""", Hello + """<define name = "port" value = "5671" />""", Old, Old, ["breaks nothing: define 'port' is 5671, and was 5670"] },
        { "a define of another type", Hello + """<define name = "port" value = "5670" />""", Hello + """<define name = "port" value = "'5670'" />""", Old, Old, ["breaks code: define 'port' is of another type"] },
    };

    public static TheoryData<string, string, string, string, string, string> Heads => new()
    {
        { "another signature", "signature = \"1\"", "signature = \"2\"", Old, Old, "breaks the wire: the signature is 2, and was 1" },
        { "a topic", "signature = \"1\"", "pubsub = \"1\"", Old, Old + " --topic news", "breaks the wire: a topic comes before each message, and did not" },
        { "fields that are frames", "signature = \"1\"", "framing = \"frames\"", Old, Old, "breaks the wire: the framing is frames, and was fields" },
        { "strict text", "signature = \"1\"", "signature = \"1\" utf8 = \"strict\"", "", "", "breaks the wire: text that is not UTF-8 is refused, and was not" },
        { "text that need not be UTF-8", "signature = \"1\" utf8 = \"strict\"", "signature = \"1\"", "", "", "breaks the wire: text that is not UTF-8 is sent on, and a peer of the old model refuses it" },
    };

    /// <summary>Pairs of messages whose fields are frames.</summary>
    public static TheoryData<string, string, string, string, string, string[]> Frames => new()
    {
        { "an optional field", Fields(), Fields("""<field name = "ttl" type = "number" optional = "1" />"""), "SET key=a", "SET key=a ttl=7", ["breaks the wire: field 'ttl' of message 'SET' is new: a peer of the old model refuses a message that has it"] },
        { "a field", Fields(), Fields("""<field name = "ttl" type = "number" />"""), "SET key=a", "SET key=a ttl=7", ["breaks the wire and code: field 'ttl' of message 'SET' is new: neither side understands the other without it"] },
        { "a field that becomes optional", Fields("""<field name = "ttl" type = "number" />"""), Fields("""<field name = "ttl" type = "number" optional = "1" />"""), "SET key=a ttl=7", "SET key=a", ["breaks the wire: field 'ttl' of message 'SET' is optional: a peer of the old model refuses a message that ends before it"] },
        { "a field that is optional no more", Fields("""<field name = "ttl" type = "number" optional = "1" />"""), Fields("""<field name = "ttl" type = "number" />"""), "SET key=a", "SET key=a ttl=7", ["breaks the wire and code: field 'ttl' of message 'SET' is not optional, and was: a message of the old model may end before it"] },
    };

    private static string Old => "HELLO count=3 name=Ada";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public Task What_a_change_breaks_is_what_one_side_does_not_read_of_the_other(string change, string before, string after, string sentBefore, string sentAfter, string[] said)
        => CompareAsync(change, Protocol("signature = \"1\"", before), Protocol("signature = \"1\"", after), sentBefore, sentAfter, said);

    [Theory]
    [MemberData(nameof(Heads))]
    public Task What_a_change_of_all_messages_breaks(string change, string before, string after, string sentBefore, string sentAfter, string said)
        => CompareAsync(change, Protocol(before, Hello), Protocol(after, Hello), sentBefore, sentAfter, [said]);

    [Theory]
    [MemberData(nameof(Frames))]
    public Task What_a_change_of_fields_that_are_frames_breaks(string change, string before, string after, string sentBefore, string sentAfter, string[] said)
        => CompareAsync(change, Protocol("framing = \"frames\"", before), Protocol("framing = \"frames\"", after), sentBefore, sentAfter, said);

    [Fact]
    public async Task Text_that_is_not_UTF8_is_what_strict_models_refuse()
    {
        string lenient = _folder.Write("lenient.xml", Protocol("signature = \"1\"", Hello)), strict = _folder.Write("strict.xml", Protocol("signature = \"1\" utf8 = \"strict\"", Hello));
        Assert.Equal(0, (await ToolRun.RunAsync("decode", lenient, "aaa101000301ff")).ExitCode);
        Assert.Equal(1, (await ToolRun.RunAsync("decode", strict, "aaa101000301ff")).ExitCode);
    }

    [Fact]
    public async Task What_is_looked_for_can_be_the_wire_or_code_only()
    {
        string before = _folder.Write("before.xml", Protocol("", Hello)), after = _folder.Write("after.xml", Protocol("", Hello.Replace("HELLO", "OHAI", StringComparison.Ordinal)));
        Assert.Equal((0, ""), await OutcomeAsync("diff", before, after, "--only", "wire"));
        Assert.Equal((1, "breaks code: message 'OHAI' was 'HELLO'\n"), await OutcomeAsync("diff", before, after, "--only", "code"));
        JsonElement difference = JsonDocument.Parse((await ToolRun.RunAsync("diff", before, after, "--json")).Output).RootElement.GetProperty("differences")[0];
        Assert.Equal((false, true, "message 'OHAI' was 'HELLO'", after), (difference.GetProperty("wire").GetBoolean(), difference.GetProperty("code").GetBoolean(), difference.GetProperty("message").GetString(), difference.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Models_of_folders_are_compared_by_their_names()
    {
        foreach (string folder in (string[])["old", "new"])
            _folder.Write($"{folder}/same.xml", Protocol("", Hello));
        _folder.Write("old/gone.xml", Protocol("", Hello).Replace("some_msg", "gone_msg", StringComparison.Ordinal));
        _folder.Write("new/more.xml", Protocol("", Hello).Replace("some_msg", "new_msg", StringComparison.Ordinal));
        Assert.Equal((1, "breaks the wire and code: protocol 'gone_msg' is gone\nbreaks nothing: protocol 'new_msg' is new\n"), await OutcomeAsync("diff", _folder["old"], _folder["new"]));
    }

    [Fact]
    public async Task A_server_is_compared_by_what_it_handles_and_asks_of_its_users_part()
    {
        _folder.Write("some_msg.xml", Protocol("", Hello + """<message name = "WORLD" id = "2" /><message name = "BYE" id = "3" />"""));
        string before = _folder.Write("old/server.xml", Server("""<event name = "HELLO"><action name = "greet" /><action name = "send" message = "WORLD" /></event><event name = "BYE"><action name = "terminate" /></event>"""));
        string after = _folder.Write("new/server.xml", Server("""<event name = "HELLO" next = "known"><action name = "greet warmly" /><action name = "send" message = "WORLD" /></event>""", """<state name = "known"><event name = "tick"><action name = "send" message = "BYE" /></event></state>"""));
        foreach (string folder in (string[])["old", "new"])
            File.Copy(_folder["some_msg.xml"], _folder[$"{folder}/some_msg.xml"]);
        (int exitCode, string output) = await OutcomeAsync("diff", before, after);
        Assert.Equal(1, exitCode);
        Assert.Equal(
            """
            breaks the wire: no state handles 'BYE', as one did
            breaks code: event 'BYE' is gone
            breaks code: 'greet warmly' is new: your part needs 'Client.GreetWarmly'
            breaks code: 'greet' is gone: 'Client.Greet' of your part has no place
            breaks nothing: 'BYE' is sent, and was not
            breaks nothing: state 'known' is new
            breaks nothing: event 'tick' is new

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public async Task A_client_is_compared_by_its_methods_and_replies()
    {
        const string head = """<class name = "some_client" script = "zproto_client" protocol_class = "some_msg"><state name = "start"><event name = "ask"><action name = "send" message = "HELLO" /></event><event name = "HELLO" /></state>""";
        string before = _folder.Write("old/client.xml", head + """<method name = "ask"><field name = "who" type = "string" /><accept reply = "ANSWER" /></method><method name = "stop" /><reply name = "ANSWER"><field name = "text" type = "string" /></reply></class>""");
        string after = _folder.Write("new/client.xml", head + """<method name = "ask"><field name = "who" type = "string" /><field name = "when" type = "number" size = "8" /><accept reply = "ANSWER" /><accept reply = "NONE" /></method><reply name = "ANSWER"><field name = "text" type = "longstr" /></reply><reply name = "NONE" /></class>""");
        foreach (string folder in (string[])["old", "new"])
            _folder.Write($"{folder}/some_msg.xml", Protocol("", Hello));
        Assert.Equal(
            (1, """
            breaks code: method 'stop' is gone
            breaks code: method 'ask' takes (string who, number of 8 when), and took (string who)
            breaks code: method 'ask' waits for [ANSWER, NONE], and waits for [ANSWER] before
            breaks code: reply 'ANSWER' carries (longstr text), and carried (string text)
            breaks nothing: reply 'NONE' is new

            """.ReplaceLineEndings("\n")),
            await OutcomeAsync("diff", before, after));
    }

    [Fact]
    public async Task A_server_that_has_become_a_client_has_nothing_in_common_with_it()
    {
        _folder.Write("some_msg.xml", Protocol("", Hello));
        string server = _folder.Write("server.xml", Server("""<event name = "HELLO" />""")), client = _folder.Write("client.xml", Server("""<event name = "HELLO" />""").Replace("zproto_server", "zproto_client", StringComparison.Ordinal));
        Assert.Equal((1, "breaks the wire and code: client 'some_server' was a server\n"), await OutcomeAsync("diff", server, client));
    }

    [Fact]
    public async Task Models_with_errors_are_not_compared()
    {
        string good = _folder.Write("good.xml", Protocol("", Hello)), bad = _folder.Write("bad.xml", Protocol("", Hello.Replace("\"number\"", "\"nmber\"", StringComparison.Ordinal)));
        ToolRun run = await ToolRun.RunAsync("diff", good, bad);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("there is no type 'nmber'", run.Error, StringComparison.Ordinal);
        (await ToolRun.RunAsync("diff", good, _folder["missing.xml"])).Failed(2, $"{_folder["missing.xml"]}: there is no such file");
    }

    private async Task CompareAsync(string change, string before, string after, string sentBefore, string sentAfter, string[] said)
    {
        string old = _folder.Write("before.xml", before), now = _folder.Write("after.xml", after);
        (int exitCode, string output) = await OutcomeAsync("diff", old, now);
        Assert.Equal(said.Select(line => $"{line}\n"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{line}\n"));
        Assert.Equal(said.All(line => line.StartsWith("breaks nothing", StringComparison.Ordinal)) ? 0 : 1, exitCode);
        if (sentBefore.Length == 0)
            return;
        bool isRead = await IsReadAsync(old, now, sentBefore) && await IsReadAsync(now, old, sentAfter);
        Assert.True(isRead == !said.Any(line => line.StartsWith("breaks the wire", StringComparison.Ordinal)), $"{change}: {(isRead ? "both sides understand each other" : "one side does not understand the other")}");
    }

    // Whether a message that one model's side sends is to the other's what it was.
    private static async Task<bool> IsReadAsync(string sender, string receiver, string message)
    {
        ToolRun encoded = (await ToolRun.RunAsync(["encode", sender, .. message.Split(' ')])).Done();
        ToolRun decoded = await ToolRun.RunAsync(encoded.Output, ["decode", receiver, "-", "--json"]);
        if (decoded.ExitCode != 0)
            return false;
        string[] sent = Values((await ToolRun.RunAsync(encoded.Output, ["decode", sender, "-", "--json"])).Done().Output), received = Values(decoded.Output);
        return sent.Zip(received).All(pair => pair.First == pair.Second);
    }

    private static string[] Values(string json)
        => [.. JsonDocument.Parse(json).RootElement.GetProperty("fields").EnumerateObject().Select(field => field.Value.GetRawText())];

    // Without the places, which a test tells in its own way.
    private static async Task<(int ExitCode, string Output)> OutcomeAsync(params string[] args)
    {
        ToolRun run = await ToolRun.RunAsync(args);
        Assert.Equal("", run.Error);
        return (run.ExitCode, Place().Replace(run.Output.ReplaceLineEndings("\n"), ""));
    }

    private static string Protocol(string attributes, string content) => $"""<class name = "some_msg" script = "zproto_codec" {attributes}>{content}</class>""";

    private static string With(string fields) => $"""<message name = "HELLO" id = "1">{fields}</message>""";

    private static string Fields(string more = "") => $"""<message name = "SET"><field name = "key" type = "string" />{more}</message>""";

    private static string Server(string events, string more = "") => $"""<class name = "some_server" script = "zproto_server" protocol_class = "some_msg"><state name = "start">{events}</state>{more}</class>""";

    [GeneratedRegex(@"^\S+\(\d+,\d+\): ", RegexOptions.Multiline)]
    private static partial Regex Place();
}
