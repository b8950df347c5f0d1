using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Arbitrary values of fields, weighted towards what is special in UTF-8, in ZPL and in the codec.</summary>
internal static class Values
{
    // Half pairs, zeros, quotes, ends of lines, and characters of one to four bytes.
    private static readonly Gen<char> s_chars = Gen.Frequency(
        (3, Gen.Elements("\0\n\r\t \"'#=%/\\\uD83D\uDE00\uD83D\uDE00€é\uFEFF\uFFFD\u2028\u0085\u007F".ToCharArray())),
        (3, Gen.Choose('a', 'z').Select(c => (char)c)),
        (1, Gen.Choose(0, char.MaxValue).Select(c => (char)c)));

    public static Gen<ulong> Numbers { get; } = Gen.Frequency(
        (2, Gen.Elements<ulong>(0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, long.MaxValue, 1UL << 63, ulong.MaxValue)),
        (1, Gen.Choose(int.MinValue, int.MaxValue).Select(i => (ulong)i * 0x9E3779B97F4A7C15)));

    /// <summary>Texts of at most 255 bytes.</summary>
    public static Gen<string> ShortTexts { get; } = Gen.Frequency(
        (20, Upto(30)),
        (1, Upto(85)),
        (1, Gen.Elements("", new string('x', 255), new string('€', 85), "\uD83D", "\uDE00")));

    public static Gen<string> LongTexts { get; } = Gen.Frequency(
        (40, ShortTexts),
        (2, Upto(600)),
        (1, Gen.Elements(new string('x', 256), new string('é', 600))));

    public static Gen<byte[]> Bytes { get; } = Gen.Frequency(
        (20, Gen.Choose(0, 40).SelectMany(BytesOf)),
        (1, Gen.Choose(0, 600).SelectMany(BytesOf)),
        (1, Gen.Elements<byte[]>([], [0], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80])));

    public static Gen<Guid> Uuids { get; } = BytesOf(16).Select(bytes => new Guid(bytes));

    public static Gen<RoutingId> RoutingIds { get; } = Gen.Frequency(
        (3, Gen.Constant(RoutingId.Empty)),
        (1, Gen.Elements(1, 5, 8, 9, 255).SelectMany(BytesOf).Select(bytes => new RoutingId(bytes))));

    public static Gen<string[]> Lists { get; } = Gen.Choose(0, 6).SelectMany(count => LongTexts.ArrayOf(count));

    // Up to and beyond the size at which a table gets an index.
    public static Gen<KeyValuePair<string, string>[]> Tables { get; } =
        from count in Gen.Frequency((4, Gen.Choose(0, 4)), (1, Gen.Choose(5, 20)))
        from keys in ShortTexts.ArrayOf(count)
        from texts in LongTexts.ArrayOf(count)
        // On the wire, keys that differ in half pairs alone are one.
        select keys.Zip(texts, KeyValuePair.Create).DistinctBy(entry => OnTheWire(entry.Key)).ToArray();

    public static Gen<byte[][]> Frames { get; } = Gen.Choose(0, 4).SelectMany(count => Bytes.ArrayOf(count));

    public static Gen<byte[]> BytesOf(int count) => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(count);

    /// <summary>What becomes of a text on its way through UTF-8.</summary>
    public static string OnTheWire(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static Gen<string> Upto(int length)
        => Gen.Choose(0, length).SelectMany(count => s_chars.ArrayOf(count)).Select(chars => new string(chars));
}
