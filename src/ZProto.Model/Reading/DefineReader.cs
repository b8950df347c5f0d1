using System.Globalization;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the constants of a model.</summary>
internal static class DefineReader
{
    public static EquatableArray<DefineModel> Read(XmlElement root, DiagnosticBag diagnostics)
    {
        var defines = new List<DefineModel>();
        var names = new HashSet<ModelName>();
        var inCSharp = new CSharpNames(diagnostics);
        foreach (XmlElement element in root.Children("define"))
        {
            if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
                continue;
            if (!names.Add(name))
            {
                diagnostics.Report(span, DiagnosticRules.DuplicateDefine, name.Text);
                continue;
            }
            inCSharp.Add(name, span);
            (DefineType type, string value) = ReadValue(element.Attribute("value")?.Value ?? "");
            defines.Add(new DefineModel(name, span, type, value, element.GetDescription()));
        }
        return defines.ToEquatableArray();
    }

    private static (DefineType Type, string Value) ReadValue(string written)
    {
        string text = written.Trim();
        if (text.Length >= 2 && text[0] == '"' && text[text.Length - 1] == '"')
            return (DefineType.String, text.Substring(1, text.Length - 2));
        if (Literal.TryParse(text, out ulong number))
            return (SmallestType(number), Literal.Format(number));
        if (text.StartsWith("-", StringComparison.Ordinal) && TryParseNegative(text, out long negative))
            return (negative >= int.MinValue ? DefineType.Int : DefineType.Long, negative.ToString(CultureInfo.InvariantCulture));
        return (DefineType.String, written);
    }

    private static bool TryParseNegative(string text, out long number)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static DefineType SmallestType(ulong number) => number switch
    {
        <= int.MaxValue => DefineType.Int,
        <= uint.MaxValue => DefineType.UInt,
        <= long.MaxValue => DefineType.Long,
        _ => DefineType.ULong,
    };
}
