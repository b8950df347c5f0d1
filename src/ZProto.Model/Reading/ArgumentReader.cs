using ZProto.Model.WireTypes;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the arguments of methods, or the properties of replies; a name has one type over all of them, the widest where its numbers differ.</summary>
/// <param name="owners">What has them: <c>methods</c> or <c>replies</c>.</param>
/// <param name="takesPeers">Whether one may be a peer: in methods of meshes.</param>
/// <param name="diagnostics">Where diagnostics are reported.</param>
internal sealed class ArgumentReader(string owners, bool takesPeers, DiagnosticBag diagnostics)
{
    private static readonly ModelName s_peer = new("peer");

    private readonly Dictionary<ModelName, ArgumentModel> _known = [];
    private readonly CSharpNames _names = new(diagnostics);

    /// <summary>The arguments with the types that their names have over all owners. All owners are read before.</summary>
    public EquatableArray<ArgumentModel> Widen(EquatableArray<ArgumentModel> arguments)
        => arguments.Select(argument => argument with { Type = _known[argument.Name].Type, Size = _known[argument.Name].Size }).ToEquatableArray();

    public EquatableArray<ArgumentModel> Read(XmlElement owner, string called)
    {
        var arguments = new List<ArgumentModel>();
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in owner.Elements.Where(IsArgument))
        {
            if (ReadArgument(element) is not { } argument)
                continue;
            if (!names.Add(argument.Name))
            {
                diagnostics.Report(argument.Span, DiagnosticRules.DuplicateArgument, argument.Name.Text, called);
                continue;
            }
            if (argument.Type == WireType.Peer && arguments.Exists(other => other.Type == WireType.Peer))
            {
                diagnostics.Report(argument.Span, DiagnosticRules.NotSupportedYet, $"a second peer of {called}");
                continue;
            }
            CheckType(argument);
            arguments.Add(argument);
        }
        return arguments.ToEquatableArray();
    }

    private static bool IsArgument(XmlElement element)
        => element.IsNamed("field") || element.IsNamed("argument") || element.IsNamed("property");

    private ArgumentModel? ReadArgument(XmlElement element)
    {
        if (element.Attribute("constant") is { } constant)
        {
            diagnostics.Report(constant.NameSpan, DiagnosticRules.ConstantArgument);
            return null;
        }
        // Old models name an argument by where it comes from.
        XmlAttribute? attribute = element.Attribute("name") ?? element.Attribute("argument") ?? element.Attribute("property");
        if (!element.TryReadName(attribute, diagnostics, out ModelName name, out SourceSpan span))
            return null;
        if (element.GetReference("type") is not { } written)
        {
            diagnostics.Report(element.Attribute("type")?.ValueSpan ?? span, DiagnosticRules.MissingType, name.Text);
            return new ArgumentModel(name, span, WireType.String, 0, element.GetDescription());
        }
        WireType? type = takesPeers && written.Name.Equals(s_peer) ? WireType.Peer : WireType.Find(written.Name);
        if (type is null)
        {
            ModelName? meant = WireType.Suggest(written.Name, WireType.Names, diagnostics.Spelling);
            diagnostics.Report(written.Span, DiagnosticRules.UnknownType, written.Name.Text, meant is null ? "" : SpellingHints.DidYouMean(meant.Text));
            type = meant is null ? WireType.String : WireType.Find(meant) ?? WireType.String;
        }
        int size = type.ReadSize(element, numberSize: 0, diagnostics);
        if (type == WireType.Number && size == 0)
            type = WireType.Integer;
        return new ArgumentModel(name, span, type, size, element.GetDescription());
    }

    private void CheckType(ArgumentModel argument)
    {
        if (!_known.TryGetValue(argument.Name, out ArgumentModel? first))
        {
            _names.Add(argument.Name, argument.Span);
            _known.Add(argument.Name, argument);
        }
        else if (first.Type.IsNumber && argument.Type.IsNumber)
        {
            if (Width(argument) > Width(first))
                _known[argument.Name] = argument;
        }
        else if (first.Type != argument.Type || first.Size != argument.Size)
        {
            string here = argument.Type.Format(argument.Size);
            string elsewhere = first.Type.Format(first.Size);
            diagnostics.Report(argument.Span, DiagnosticRules.ArgumentWithTwoTypes, argument.Name.Text, here, elsewhere, owners);
        }
    }

    // An integer has 31 bits for what an unsigned number of four bytes has 32 for.
    private static int Width(ArgumentModel argument) => argument.Type == WireType.Integer ? 31 : argument.Size * 8;
}
