using System.Globalization;
using System.Text;
using ZProto.Model.Documents;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.WireTypes;

/// <summary>A fixed number of bytes.</summary>
internal sealed class OctetsType : BytesType
{
    private const int MaxSize = 65_535;

    public override string Name => "octets";

    internal override int DefaultSize => 1;

    internal override string Wire => "a fixed number of bytes";

    internal override int ReadSize(XmlElement field, int numberSize, DiagnosticBag diagnostics)
    {
        XmlAttribute? written = field.GetNonEmptyAttribute("size");
        if (written is not null && Literal.TryParseSize(written.Value, out int size) && size is >= 1 and <= MaxSize)
            return size;
        SourceSpan span = (written ?? field.GetNonEmptyAttribute("type"))!.ValueSpan;
        string found = written is null ? "and this has none" : $"not '{written.Value}'";
        diagnostics.Report(span, DiagnosticRules.BadSize, string.Format(CultureInfo.InvariantCulture, "octets have a size from 1 to {0}, {1}", MaxSize, found));
        return DefaultSize;
    }

    internal override string? ValidateTest(TestValue test, int size)
        => Encoding.UTF8.GetByteCount(test.Value) == size ? null : $"'{test.Value}' is not {size} bytes";

    internal override int? GetFixedSize(FieldModel field) => field.Size;

    internal override string GetFrameElements(int size) => GetElements(size);

    internal override string GetElements(int size) => $"{DocumentText.Format(size)}OCTET";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Bytes({name}, {DocumentText.Format(size)})";
}
