using System.Text.Json;

namespace ZProto.Runtime.Tests;

/// <summary>What the C reference put on the wire, encoded to the same bytes and decoded to the same values.</summary>
public sealed class RecordedFramesTests
{
    public static TheoryData<string, int> Recordings
    {
        get
        {
            var recordings = new TheoryData<string, int>();
            foreach (string file in (string[])["wire_check.json", "wire_topic.json"])
            {
                for (int i = 0; i < Read(file).Length; i++)
                    recordings.Add(file, i);
            }
            return recordings;
        }
    }

    [Fact]
    public void All_recordings_are_there()
    {
        Assert.Equal(18, Read("wire_check.json").Length);
        Assert.Equal(18, Read("wire_topic.json").Length);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_recorded_message_is_encoded_to_the_recorded_frames(string file, int index)
    {
        JsonElement recording = Read(file)[index];
        byte[][] frames = file == "wire_check.json"
            ? Fill(new WireCheck(), recording, (message, name) => message.Id = Id<WireCheck.MessageId>(name)).ToFrames()
            : Fill(new WireTopic { Topic = "weather/brussels" }, recording, (message, name) => message.Id = Id<WireTopic.MessageId>(name)).ToFrames();
        Assert.Equal(Frames(recording), frames.Select(Convert.ToHexStringLower));
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recorded_frames_are_decoded_to_the_recorded_values(string file, int index)
    {
        JsonElement recording = Read(file)[index];
        if (file == "wire_check.json")
        {
            WireCheck message = Decode<WireCheck>(recording);
            AssertFields(message, recording);
        }
        else
        {
            WireTopic message = Decode<WireTopic>(recording);
            AssertFields(message, recording);
            Assert.Equal("weather/brussels", message.Topic);
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_decoded_message_is_encoded_to_the_frames_it_came_from(string file, int index)
    {
        JsonElement recording = Read(file)[index];
        IProtocolMessage message = file == "wire_check.json" ? Decode<WireCheck>(recording) : Decode<WireTopic>(recording);
        byte[][] frames = message.ToFrames();
        Assert.Equal(Frames(recording), frames.Select(Convert.ToHexStringLower));
        Assert.Equal(frames[0].Length, message.EncodedSize);
    }

    private static T Fill<T>(T message, JsonElement recording, Action<T, string> setId)
        where T : IWireFields
    {
        setId(message, recording.GetProperty("message").GetString()!);
        foreach (JsonProperty field in recording.GetProperty("fields").EnumerateObject())
            message.Set(field);
        return message;
    }

    private static T Decode<T>(JsonElement recording)
        where T : class, IProtocolMessage<T>, new()
    {
        var message = new T();
        byte[][] frames = [.. Frames(recording).Select(Convert.FromHexString)];
        Assert.True(message.TryReadFrames(frames, out DecodeError error), error.ToString());
        return message;
    }

    private static void AssertFields<T>(T message, JsonElement recording)
        where T : IProtocolMessage, IWireFields
    {
        Assert.Equal(recording.GetProperty("message").GetString(), message.Command);
        foreach (JsonProperty field in recording.GetProperty("fields").EnumerateObject())
            message.AssertHas(field);
    }

    private static T Id<T>(string name)
        where T : struct, Enum
        => Enum.Parse<T>(name.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);

    private static IEnumerable<string> Frames(JsonElement recording)
        => recording.GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!);

    private static JsonElement[] Read(string file)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", file));
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray()];
    }
}
