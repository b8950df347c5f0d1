using System.Globalization;
using System.Text.Json;

namespace ZProto.Runtime.Tests;

/// <summary>The fields of the recorded messages, which both recorded protocols have.</summary>
public interface IWireFields
{
    ushort Sequence { get; set; }
    byte N1 { get; set; }
    ushort N2 { get; set; }
    uint N4 { get; set; }
    ulong N8 { get; set; }
    string ShortText { get; set; }
    string LongText { get; set; }
    StringList Texts { get; }
    StringMap Table { get; }
    ReadOnlySpan<byte> Flags { get; set; }
    ReadOnlySpan<byte> Blob { get; set; }
    Guid Ident { get; set; }
    ReadOnlySpan<byte> Address { get; set; }
    FrameList Content { get; }
    string OwnerGiven { get; set; }
    byte OwnerAge { get; set; }
    string OwnerMail { get; set; }
    string GuestGiven { get; set; }
    byte GuestAge { get; set; }
    string GuestMail { get; set; }
}

public sealed partial class WireCheck : IWireFields;

public sealed partial class WireTopic : IWireFields;

/// <summary>Recorded values into and out of a message.</summary>
internal static class WireFields
{
    public static void Set(this IWireFields message, JsonProperty field)
    {
        JsonElement value = field.Value;
        switch (field.Name)
        {
            case "sequence": message.Sequence = value.GetUInt16(); break;
            case "n1": message.N1 = value.GetByte(); break;
            case "n2": message.N2 = value.GetUInt16(); break;
            case "n4": message.N4 = value.GetUInt32(); break;
            case "n8": message.N8 = ulong.Parse(value.GetString()!, CultureInfo.InvariantCulture); break;
            case "short_text": message.ShortText = value.GetString()!; break;
            case "long_text": message.LongText = value.GetString()!; break;
            case "texts": message.Texts.AddRange(value.EnumerateArray().Select(text => text.GetString()!)); break;
            case "table":
                foreach (JsonProperty entry in value.EnumerateObject())
                    message.Table.Add(entry.Name, entry.Value.GetString()!);
                break;
            case "flags": message.Flags = Bytes(value); break;
            case "blob": message.Blob = Bytes(value); break;
            case "ident": message.Ident = new Guid(Bytes(value), bigEndian: true); break;
            case "address": message.Address = Bytes(value); break;
            case "content":
                foreach (JsonElement frame in value.EnumerateArray())
                    message.Content.Add(Bytes(frame));
                break;
            case "owner_given": message.OwnerGiven = value.GetString()!; break;
            case "owner_age": message.OwnerAge = value.GetByte(); break;
            case "owner_mail": message.OwnerMail = value.GetString()!; break;
            case "guest_given": message.GuestGiven = value.GetString()!; break;
            case "guest_age": message.GuestAge = value.GetByte(); break;
            case "guest_mail": message.GuestMail = value.GetString()!; break;
            default: throw new InvalidDataException($"The recording has a field that the tests do not know: {field.Name}");
        }
    }

    public static void AssertHas(this IWireFields message, JsonProperty field)
    {
        JsonElement value = field.Value;
        switch (field.Name)
        {
            case "sequence": Assert.Equal(value.GetUInt16(), message.Sequence); break;
            case "n1": Assert.Equal(value.GetByte(), message.N1); break;
            case "n2": Assert.Equal(value.GetUInt16(), message.N2); break;
            case "n4": Assert.Equal(value.GetUInt32(), message.N4); break;
            case "n8": Assert.Equal(value.GetString(), message.N8.ToString(CultureInfo.InvariantCulture)); break;
            case "short_text": Assert.Equal(value.GetString(), message.ShortText); break;
            case "long_text": Assert.Equal(value.GetString(), message.LongText); break;
            case "texts": Assert.Equal(value.EnumerateArray().Select(text => text.GetString()!), message.Texts); break;
            case "table":
                Assert.Equal(value.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString()!)), message.Table);
                break;
            case "flags": Assert.Equal(Bytes(value), message.Flags); break;
            case "blob": Assert.Equal(Bytes(value), message.Blob); break;
            case "ident": Assert.Equal(new Guid(Bytes(value), bigEndian: true), message.Ident); break;
            case "address": Assert.Equal(Bytes(value), message.Address); break;
            case "content":
                // The recording shows a content that was never set as no frames; on the wire it is one empty frame.
                byte[][] expected = value.GetArrayLength() == 0 ? [[]] : [.. value.EnumerateArray().Select(Bytes)];
                Assert.Equal(expected, message.Content.ToArrays());
                break;
            case "owner_given": Assert.Equal(value.GetString(), message.OwnerGiven); break;
            case "owner_age": Assert.Equal(value.GetByte(), message.OwnerAge); break;
            case "owner_mail": Assert.Equal(value.GetString(), message.OwnerMail); break;
            case "guest_given": Assert.Equal(value.GetString(), message.GuestGiven); break;
            case "guest_age": Assert.Equal(value.GetByte(), message.GuestAge); break;
            case "guest_mail": Assert.Equal(value.GetString(), message.GuestMail); break;
            default: throw new InvalidDataException($"The recording has a field that the tests do not know: {field.Name}");
        }
    }

    private static byte[] Bytes(JsonElement hex) => Convert.FromHexString(hex.GetString()!);
}
