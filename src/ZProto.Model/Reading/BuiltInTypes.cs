using System.Globalization;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>The types that the language has, with their old spellings and their sizes.</summary>
internal static class BuiltInTypes
{
    private const int MaxOctetsSize = 65_535;

    private static readonly ModelName s_byte = new("octet");
    private static readonly ModelName s_integer = new("integer");

    private static readonly Dictionary<ModelName, FieldType> s_types = new()
    {
        [new("number")] = FieldType.Number,
        [new("octets")] = FieldType.Octets,
        [new("string")] = FieldType.String,
        [new("longstr")] = FieldType.LongStr,
        [new("strings")] = FieldType.Strings,
        [new("hash")] = FieldType.Hash,
        [new("chunk")] = FieldType.Chunk,
        [new("uuid")] = FieldType.Uuid,
        [new("frame")] = FieldType.Frame,
        [new("msg")] = FieldType.Msg,
        [s_byte] = FieldType.Number,
        [new("dictionary")] = FieldType.Hash,
        [s_integer] = FieldType.Integer,
    };

    // What other languages and formats call them.
    private static readonly Dictionary<ModelName, string> s_foreign = new[]
    {
        ("number", "int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 sbyte byte short ushort long ulong bool boolean char size"),
        ("string", "str text utf8 varchar"),
        ("strings", "list array stringlist"),
        ("hash", "map dict table object"),
        ("chunk", "bytes blob binary buffer data"),
        ("uuid", "guid"),
        ("msg", "message frames zmsg"),
    }.SelectMany(pair => pair.Item2.Split(' ').Select(name => (Name: new ModelName(name), Type: pair.Item1))).ToDictionary(pair => pair.Name, pair => pair.Type);

    /// <summary>The names by which a model may call them.</summary>
    public static IEnumerable<ModelName> Names => s_types.Keys;

    public static bool TryFind(ModelName name, out FieldType type) => s_types.TryGetValue(name, out type);

    /// <summary>The type that an unknown name most likely means, or null.</summary>
    public static ModelName? Suggest(ModelName written, IEnumerable<ModelName> names, SpellingHints spelling)
        => (spelling.Suggest(written.Text, names.Select(name => name.Text)) ?? (s_foreign.TryGetValue(written, out string? foreign) ? foreign : null)) is { } meant
            ? new ModelName(meant)
            : null;

    /// <summary>
    /// Reads the size in bytes of a field of a built-in type; a number without a size has <paramref name="numberSize"/>. An invalid
    /// size is reported and replaced by a valid one.
    /// </summary>
    public static bool TryReadSize(XmlElement field, FieldType type, int numberSize, DiagnosticBag diagnostics, out int size)
    {
        size = 0;
        XmlAttribute? written = field.GetNonEmptyAttribute("size");
        switch (type)
        {
            case FieldType.Number when field.GetReference("type")!.Name.Equals(s_byte):
                size = 1;
                return true;
            case FieldType.Number:
                size = numberSize;
                if (written is null || (TryParse(written.Value, out size) && size is 1 or 2 or 4 or 8))
                    return true;
                diagnostics.Report(written.ValueSpan, DiagnosticRules.BadSize, $"a number has 1, 2, 4 or 8 bytes, not '{written.Value}'");
                size = sizeof(ulong);
                return false;
            case FieldType.Octets:
                if (written is not null && TryParse(written.Value, out size) && size is >= 1 and <= MaxOctetsSize)
                    return true;
                SourceSpan span = (written ?? field.GetNonEmptyAttribute("type"))!.ValueSpan;
                string found = written is null ? "and this has none" : $"not '{written.Value}'";
                diagnostics.Report(span, DiagnosticRules.BadSize, string.Format(CultureInfo.InvariantCulture, "octets have a size from 1 to {0}, {1}", MaxOctetsSize, found));
                size = 1;
                return false;
            default:
                return true;
        }
    }

    /// <summary>A type as models write it.</summary>
    public static string Format(FieldType type, int size)
        => size == 0
            ? type.ToString().ToLowerInvariant()
            : string.Format(CultureInfo.InvariantCulture, "{0} size {1}", type.ToString().ToLowerInvariant(), size);

    private static bool TryParse(string text, out int size)
        => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out size);
}
