using System.Text.Json;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

public sealed class EncodeDecodeTests : IDisposable
{
    private const string Topic = "weather/brussels";

    private readonly TempFolder _folder = new();

    public static TheoryData<string, int> Recordings
    {
        get
        {
            var recordings = new TheoryData<string, int>();
            foreach (string name in (string[])["wire_check", "wire_topic"])
            {
                for (int i = 0; i < Recording(name).Length; i++)
                    recordings.Add(name, i);
            }
            return recordings;
        }
    }

    public static TheoryData<string, string[], string[]> Examples
    {
        get
        {
            var examples = new TheoryData<string, string[], string[]>();
            var content = new FrameList();
            content.Add("one"u8);
            content.Add("two"u8);
            Add(ZprotoExample.CreateLog(123, 2, 3, 45536, 65535, 1427261426, "localhost", "héllo"), "sequence=123", "level=2", "event=0x3", "node=45536", "peer=0xffff", "time=1427261426", "host=localhost", "data=héllo");
            Add(ZprotoExample.CreateStructures(1, ["a", "b=c"], [KeyValuePair.Create("k", "v=w"), KeyValuePair.Create("", "")]), "sequence=1", "aliases=a", "headers=k=v=w", "aliases=b=c", "headers==");
            Add(ZprotoExample.CreateBinary(0, "b38c"u8, [0xCA, 0xFE], new Guid("3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e"), "here"u8, content), "flags=text:b38c", "PUBLIC_KEY=ca:FE", "identifier=3a60e6850a1e4cc15f3bfd4b42bc6b3e", "address=text:here", "content=6f6e65", "content=text:two");
            Add(ZprotoExample.CreateTypes(0, "Lucius", "", "", "", "", "Lamport", "", ""), "client-forename=Lucius", "supplier surname=Lamport");
            var nothing = new ZprotoExample { Id = ZprotoExample.MessageId.Binary };
            Add(nothing);
            nothing.Content.Clear();
            Add(nothing, "content=none");
            return examples;

            void Add(ZprotoExample message, params string[] fields)
                => examples.Add(message.Command, fields, [.. message.ToFrames().Select(Convert.ToHexStringLower)]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fields_that_are_frames_go_out_as_such_and_come_back()
    {
        string[] frames = (await ToolRun.RunAsync("encode", Files.At("Shared/majordomo.xml"), "reply", "client=text:me", "body=", "body=ff")).Done().Lines;
        Assert.Equal(["", "4d4450573031", "03", "6d65", "", "", "ff"], frames);
        Assert.Equal(
            ["reply", "  empty = \"\"", "  protocol = \"MDPW01\"", "  command = 3", "  client = [6d65]", "  body = [, ff]"],
            (await ToolRun.RunAsync(["decode", Files.At("Shared/majordomo.xml"), .. frames])).Done().Lines);
    }

    [Theory]
    [InlineData(null, "client request")]
    [InlineData("client", "client request")]
    [InlineData("server", "client reply")]
    public async Task Of_messages_that_look_alike_the_role_says_which_it_is(string? role, string message)
        => Assert.Equal(message, (await ToolRun.RunAsync(["decode", Files.At("Shared/majordomo.xml"), "", "4d4450433031", "65", "66", .. role is null ? (string[])[] : ["--role", role]])).Done().Lines[0]);

    [Fact]
    public async Task Optional_fields_are_sent_where_they_are_given_and_shown_where_they_came()
    {
        string model = Files.At("Frames/every_frame.xml");
        Assert.Equal(["", "04", "0007", "01"], (await ToolRun.RunAsync("encode", model, "optional", "sequence=7", "byte=1")).Done().Lines);
        Assert.Equal(["optional", "  empty = \"\"", "  id = 4", "  sequence = 7", "  byte = 1"], (await ToolRun.RunAsync("decode", model, "", "04", "0007", "01")).Done().Lines);
        (await ToolRun.RunAsync("encode", model, "optional", "hash=01020304")).Failed(2, "optional: byte is not set, and hash after it is; set both, or clear hash");
    }

    [Fact]
    public async Task The_guides_models_are_spoken_with_framing_as_an_option()
    {
        string model = Files.At("Guide/mdp_worker.xml");
        Assert.Equal(["", "4d4450573031", "01", "6563686f"], (await ToolRun.RunAsync("encode", model, "ready", "service=echo", "--framing", "frames")).Done().Lines);
        (await ToolRun.RunAsync("decode", model, "--framing", "frames", "", "4d4450573031", "06")).Failed(1, "no message of 'mdp_worker': no message has this id, at frame 3");
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recorded_messages_are_encoded_to_the_recorded_frames(string name, int index)
    {
        JsonElement recording = Recording(name)[index];
        string[] topic = name == "wire_topic" ? ["--topic", Topic] : [];
        ToolRun run = await ToolRun.RunAsync(["encode", Files.At($"Wire/{name}.xml"), recording.GetProperty("message").GetString()!, .. recording.GetProperty("fields").EnumerateObject().SelectMany(Assignments), .. topic]);
        Assert.Equal(Frames(recording), run.Done().Lines);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recorded_frames_are_decoded_to_the_recorded_values(string name, int index)
    {
        JsonElement recording = Recording(name)[index];
        ToolRun run = await ToolRun.RunAsync(["decode", Files.At($"Wire/{name}.xml"), "--json", .. Frames(recording)]);
        JsonElement message = JsonDocument.Parse(run.Done().Output).RootElement;
        Assert.Equal(recording.GetProperty("message").GetString(), message.GetProperty("message").GetString());
        if (name == "wire_topic")
            Assert.Equal(Topic, message.GetProperty("topic").GetString());
        Dictionary<string, JsonElement> fields = message.GetProperty("fields").EnumerateObject().ToDictionary(field => Name(field.Name), field => field.Value);
        foreach (JsonProperty field in recording.GetProperty("fields").EnumerateObject())
            Assert.Equal(Shown(field.Name, field.Value), Shown(field.Name, fields[Name(field.Name)]));

        // The recording shows a content that was never set as no frames; on the wire it is one empty frame.
        static string Shown(string name, JsonElement value)
            => name == "content" && value.GetArrayLength() == 0 ? """[""]"""
                : value.ValueKind == JsonValueKind.String ? Name(value.GetString()!)
                : JsonSerializer.Serialize(value);

        static string Name(string text) => text.Replace(" ", "_", StringComparison.Ordinal).Replace("-", "_", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_message_has_the_frames_that_the_generated_codec_gives_it(string message, string[] fields, string[] frames)
    {
        ToolRun encoded = await ToolRun.RunAsync(["encode", Files.Example, message, .. fields]);
        Assert.Equal(frames, encoded.Done().Lines);
        ToolRun decoded = await ToolRun.RunAsync(encoded.Output, ["decode", Files.Example, "-"]);
        Assert.Equal(message, decoded.Done().Lines[0]);
    }

    [Fact]
    public async Task A_decoded_message_is_shown_field_by_field()
    {
        ToolRun run = await ToolRun.RunAsync("decode", Files.HelloProtocol, "AAA7 01 00000007 03 41 0a 61");
        Assert.Equal(["HELLO", "  sequence = 7", "  name = \"A\\na\""], run.Done().Lines);
    }

    [Fact]
    public async Task People_see_a_table()
    {
        ToolRun run = await ToolRun.RunAsync("", ["decode", Files.HelloProtocol, "aaa7010000000703416461"], isInteractive: true);
        Assert.Contains("│ name     │ string   │ \"Ada\" │", run.Done().Plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_are_written_as_json_for_programs()
    {
        ToolRun run = await ToolRun.RunAsync("encode", Files.Example, "binary", "--json");
        JsonElement frames = JsonDocument.Parse(run.Done().Output).RootElement.GetProperty("frames");
        Assert.Equal(["aaa003" + new string('0', 52), "", ""], frames.EnumerateArray().Select(frame => frame.GetString()));
    }

    [Fact]
    public async Task A_servers_model_leads_to_its_protocol()
        => Assert.Equal(["aaa70300000000"], (await ToolRun.RunAsync("encode", Files.HelloServer, "ping")).Done().Lines);

    [Fact]
    public async Task A_value_can_come_from_a_file()
    {
        string file = _folder.Write("key.bin", "key");
        ToolRun run = await ToolRun.RunAsync("encode", Files.Example, "BINARY", $"public-key=@{file}");
        Assert.Equal("aaa003000000000000000000036b6579" + new string('0', 32), run.Done().Lines[0]);
    }

    [Theory]
    [InlineData("HELO", "", "protocol 'hello_msg' has no message 'HELO', did you mean 'HELLO'?")]
    [InlineData("GOODBYE", "", "protocol 'hello_msg' has no message 'GOODBYE'; its messages are HELLO, WORLD, PING, PING-OK, WAIT, GO ON, LOOK UP")]
    [InlineData("HELLO", "nam=Ada", "message 'HELLO' has no field 'nam', did you mean 'name'?")]
    [InlineData("HELLO", "age=7", "message 'HELLO' has no field 'age'; its fields are sequence, name")]
    [InlineData("HELLO", "Ada", "'Ada' is no field=value")]
    [InlineData("HELLO", "sequence=-1", "field 'sequence': '-1' is not a number from 0 to 4294967295, in decimal or 0x hex")]
    [InlineData("HELLO", "sequence=4294967296", "field 'sequence': '4294967296' is not a number from 0 to 4294967295, in decimal or 0x hex")]
    [InlineData("HELLO", "sequence=1 sequence=2", "field 'sequence' is given twice")]
    public async Task A_message_that_cannot_be_made_is_refused(string message, string fields, string error)
        => (await ToolRun.RunAsync(["encode", Files.HelloProtocol, message, .. fields.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Failed(2, error);

    [Theory]
    [InlineData("LOG", "version=4", "field 'version': it is always 3, and cannot be set")]
    [InlineData("LOG", "level=0x100", "field 'level': '0x100' is not a number from 0 to 255, in decimal or 0x hex")]
    [InlineData("BINARY", "public-key=abc", "field 'public key': half a byte is missing, as there are 3 hexadecimal digits")]
    [InlineData("BINARY", "public-key=hello", "field 'public key': 'h' is no hexadecimal digit")]
    [InlineData("BINARY", "public-key=@nothere", "field 'public key': there is no file 'nothere'")]
    [InlineData("BINARY", "identifier=12", "field 'identifier': '12' is not the 32 hexadecimal digits of a uuid")]
    [InlineData("BINARY", "flags=0102", "BINARY: flags has 2 bytes, and must have 4")]
    [InlineData("STRUCTURES", "headers=x", "field 'headers': 'x' is no entry of a hash; write headers=key=value, once for each key")]
    [InlineData("STRUCTURES", "headers=x=1 headers=x=2", "field 'headers': the key 'x' is given twice")]
    public async Task A_value_that_does_not_fit_its_field_is_refused(string message, string fields, string error)
        => (await ToolRun.RunAsync(["encode", Files.Example, message, .. fields.Split(' ')])).Failed(2, error);

    [Fact]
    public async Task A_string_of_more_than_255_bytes_is_refused()
        => (await ToolRun.RunAsync("encode", Files.Example, "LOG", $"host={new string('x', 256)}")).Failed(2, "LOG: host has 256 bytes in UTF-8, and the wire carries at most 255 of a string; use longstr for more");

    [Fact]
    public async Task A_topic_is_for_published_protocols()
        => (await ToolRun.RunAsync("encode", Files.Example, "LOG", "--topic", "x")).Failed(2, "protocol 'zproto_example' has no topics, as it has no pubsub=\"1\"");

    [Theory]
    [InlineData("aaa6010000000703416461", "no message of 'hello_msg': the signature is another protocol's, at byte 0")]
    [InlineData("aaa7ff", "no message of 'hello_msg': no message has this id, at byte 3")]
    [InlineData("aaa70100000007034164", "no message of 'hello_msg': the frame is too short, in field name at byte 8")]
    [InlineData("", "no message of 'hello_msg': the frame is too short for signature and id, at byte 0")]
    public async Task Bytes_that_are_no_message_are_told_why(string frame, string error)
        => (await ToolRun.RunAsync("decode", Files.HelloProtocol, frame)).Failed(1, error);

    [Theory]
    [InlineData("", "aaa001 01 ff 00000000 00000000", "in field short at byte 5")]
    [InlineData("", "aaa001 00 00000001 00000001 ff 00000000", "in field list at byte 13")]
    [InlineData("", "aaa001 00 00000000 00000001 01 ff 00000000", "in field table at byte 18")]
    [InlineData("pubsub = \"1\"", "01 ff 00 00 00000000 00000000", "in field topic at byte 3")]
    public async Task Text_that_is_not_UTF_8_is_no_message_of_a_strict_protocol(string attribute, string frame, string place)
    {
        string model = _folder.Write("strict.xml", $"""
            <class name = "strict" signature = "0" script = "zproto_codec" utf8 = "strict" {attribute}>
                <message name = "TEXTS" id = "1">
                    <field name = "short" type = "string" /><field name = "list" type = "strings" /><field name = "table" type = "hash" />
                </message>
            </class>
            """);
        (await ToolRun.RunAsync("decode", model, frame)).Failed(1, $"no message of 'strict': the text is not UTF-8, {place}");
    }

    [Theory]
    [InlineData("aaa70", "frame 1: half a byte is missing, as there are 5 hexadecimal digits")]
    [InlineData("hello", "frame 1: 'h' is no hexadecimal digit")]
    public async Task Digits_that_are_no_bytes_are_refused(string frame, string error)
        => (await ToolRun.RunAsync("decode", Files.HelloProtocol, frame)).Failed(2, error);

    [Fact]
    public async Task An_empty_input_has_no_frames()
        => (await ToolRun.RunAsync("decode", Files.HelloProtocol, "-")).Failed(2, "there are no frames in the standard input");

    [Fact]
    public async Task A_model_with_errors_is_told_them()
    {
        string model = _folder.Write("bad.xml", """<class name="bad" script="zproto_codec"><message name="A" id="300"/></class>""");
        ToolRun run = await ToolRun.RunAsync("encode", model, "A");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"{model}(1,63): error ZP0203: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"zproto: {model}: the model has errors\n", run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_model_is_said_to_be_missing()
        => (await ToolRun.RunAsync("decode", _folder["nothere.xml"], "00")).Failed(2, $"{_folder["nothere.xml"]}: there is no such file");

    private static IEnumerable<string> Assignments(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Array => field.Value.EnumerateArray().Select(item => $"{field.Name}={item.GetString()}"),
        JsonValueKind.Object => field.Value.EnumerateObject().Select(entry => $"{field.Name}={entry.Name}={entry.Value.GetString()}"),
        JsonValueKind.String => [$"{field.Name}={field.Value.GetString()}"],
        _ => [$"{field.Name}={field.Value.GetRawText()}"],
    };

    private static string[] Frames(JsonElement recording) => [.. recording.GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!)];

    private static JsonElement[] Recording(string name)
        => [.. JsonDocument.Parse(File.ReadAllText(Files.At($"Wire/{name}.json"))).RootElement.EnumerateArray()];
}
