using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A table of texts.</summary>
internal sealed class DynamicHash(FieldModel field) : DynamicField(field)
{
    private StringMap? _entries;

    public override object Json => Entries.ToDictionary<KeyValuePair<string, string>, string, string>(entry => entry.Key, entry => entry.Value);

    public override string Text
        => Entries.Count == 0 ? "{}" : $"{{ {string.Join(", ", Entries.Select<KeyValuePair<string, string>, string>(entry => $"{Terminal.Literal(entry.Key)}: {Terminal.Literal(entry.Value)}"))} }}";

    public override bool IsList => true;

    private StringMap Entries => _entries ??= [];

    protected override void Parse(string text)
    {
        int end = text.IndexOf('=', StringComparison.Ordinal);
        if (end < 0)
            throw InvalidValue($"'{text}' is no entry of a hash; write {Field.Name.C}=key=value, once for each key");
        if (!Entries.TryAdd(text[..end], text[(end + 1)..]))
            throw InvalidValue($"the key '{text[..end]}' is given twice");
    }

    public override void Write(ref FrameWriter writer, string message) => writer.WriteHash(_entries, message, Field.Name.Text);

    public override bool Read(ref FrameReader reader) => reader.ReadHash(ref _entries);

    public override bool RequireUtf8(ref FrameReader reader) => reader.RequireUtf8(ref _entries);
}
