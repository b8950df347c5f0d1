using System.Globalization;
using System.Text.Json;

namespace ZProto.Runtime.Tests;

/// <summary>What the C reference made of a signature above 15, and of numbers whose size differs from message to message.</summary>
public sealed class RecordedWideFramesTests
{
    public static TheoryData<int> Recordings => [.. Enumerable.Range(0, 10)];

    [Fact]
    public void All_recordings_are_there() => Assert.Equal(10, Read().Length);

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_recorded_message_is_encoded_to_the_recorded_frame_and_decoded_to_the_recorded_values(int index)
    {
        JsonElement recording = Read()[index];
        JsonElement fields = recording.GetProperty("fields");
        byte[] frame = Convert.FromHexString(recording.GetProperty("frames")[0].GetString()!);
        WireWide expected = recording.GetProperty("message").GetString() switch
        {
            "DONE" => WireWide.CreateDone(Status(), fields.GetProperty("count").GetByte(), fields.GetProperty("text").GetString()!),
            "ERROR" => WireWide.CreateError((ushort)Status(), fields.GetProperty("count").GetUInt32(), fields.GetProperty("reason").GetString()!),
            _ => WireWide.CreateA(),
        };
        Assert.Equal(frame, Assert.Single(expected.ToFrames()));
        Assert.Equal(frame.Length, expected.EncodedSize);

        var decoded = new WireWide();
        Assert.True(decoded.TryReadFrames([frame], out DecodeError error), error.ToString());
        Assert.True(expected.ContentEquals(decoded));

        ulong Status() => ulong.Parse(fields.GetProperty("status").GetString()!, CultureInfo.InvariantCulture);
    }

    private static JsonElement[] Read()
        => [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", "wire_wide.json"))).RootElement.EnumerateArray()];
}
