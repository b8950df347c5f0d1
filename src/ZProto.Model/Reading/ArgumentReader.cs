using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the arguments of methods, or the properties of replies; a name has one type over all of them, the widest where its numbers differ.</summary>
/// <param name="owners">What has them: <c>methods</c> or <c>replies</c>.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class ArgumentReader(string owners, ProblemList problems)
{
    private readonly Dictionary<ModelName, ArgumentModel> _known = [];
    private readonly CSharpNames _names = new(problems);

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
                problems.Report(argument.Span, ProblemKinds.DuplicateArgument, argument.Name.Text, called);
                continue;
            }
            CheckType(argument);
            arguments.Add(argument);
        }
        return arguments.ToEquatableArray();
    }

    private static bool IsArgument(XmlElement element)
        => element.IsCalled("field") || element.IsCalled("argument") || element.IsCalled("property");

    private ArgumentModel? ReadArgument(XmlElement element)
    {
        if (element.Attribute("constant") is { } constant)
        {
            problems.Report(constant.NameSpan, ProblemKinds.ConstantArgument);
            return null;
        }
        // Old models name an argument by where it comes from.
        XmlAttribute? attribute = element.Attribute("name") ?? element.Attribute("argument") ?? element.Attribute("property");
        if (!element.TryReadName(attribute, problems, out ModelName name, out SourceSpan span))
            return null;
        if (element.Reference("type") is not { } written)
        {
            problems.Report(element.Attribute("type")?.ValueSpan ?? span, ProblemKinds.MissingType, name.Text);
            return new ArgumentModel(name, span, FieldType.String, 0, element.Description());
        }
        if (!BuiltInTypes.TryFind(written.Name, out FieldType type))
        {
            ModelName? meant = BuiltInTypes.Meant(written.Name, BuiltInTypes.Names, problems.NearMiss);
            problems.Report(written.Span, ProblemKinds.UnknownType, written.Name.Text, meant is null ? "" : NearMiss.Ask(meant.Text));
            if (meant is null || !BuiltInTypes.TryFind(meant, out type))
                type = FieldType.String;
        }
        BuiltInTypes.TryReadSize(element, type, numberSize: 0, problems, out int size);
        if (type == FieldType.Number && size == 0)
            type = FieldType.Integer;
        return new ArgumentModel(name, span, type, size, element.Description());
    }

    private void CheckType(ArgumentModel argument)
    {
        if (!_known.TryGetValue(argument.Name, out ArgumentModel? first))
        {
            _names.Add(argument.Name, argument.Span);
            _known.Add(argument.Name, argument);
        }
        else if (IsNumber(first) && IsNumber(argument))
        {
            if (Width(argument) > Width(first))
                _known[argument.Name] = argument;
        }
        else if (first.Type != argument.Type || first.Size != argument.Size)
        {
            string here = BuiltInTypes.Show(argument.Type, argument.Size);
            string elsewhere = BuiltInTypes.Show(first.Type, first.Size);
            problems.Report(argument.Span, ProblemKinds.ArgumentWithTwoTypes, argument.Name.Text, here, elsewhere, owners);
        }
    }

    private static bool IsNumber(ArgumentModel argument) => argument.Type is FieldType.Number or FieldType.Integer;

    // An integer has 31 bits for what an unsigned number of four bytes has 32 for.
    private static int Width(ArgumentModel argument) => argument.Type == FieldType.Integer ? 31 : argument.Size * 8;
}
