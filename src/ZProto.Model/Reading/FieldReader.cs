using System.Globalization;
using ZProto.Model.WireTypes;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the fields of headers, composed types and messages, as they are on the wire: composed types as their parts.</summary>
internal sealed class FieldReader
{
    // A type that holds another twice, and so on, doubles with each level.
    private const int MaxFields = 100_000;
    private const int MaxTypeDepth = 50;

    private readonly Dictionary<ModelName, ComposedType> _types = [];
    private readonly List<ComposedType> _open = [];
    private readonly HashSet<ModelName> _reported = [];
    private readonly ConstantReader _constants;
    private readonly TestReader _tests;
    private readonly DiagnosticBag _diagnostics;
    private readonly ProtocolFraming _framing;
    private int _fields;

    public FieldReader(XmlElement root, ProtocolFraming framing, ConstantReader constants, DiagnosticBag diagnostics)
    {
        _framing = framing;
        _constants = constants;
        _diagnostics = diagnostics;
        _tests = new TestReader(diagnostics);
        foreach (XmlElement element in root.Children("type"))
            Declare(element);
        foreach (ComposedType type in _types.Values)
            GetParts(type);
    }

    /// <summary>Whether there were too many fields, and the rest is not read.</summary>
    public bool IsFull => _fields > MaxFields;

    /// <summary>Reads the fields of an element after those of the header. Of two fields with one name the first is kept.</summary>
    /// <param name="owner">The element.</param>
    /// <param name="called">What diagnostics call it.</param>
    /// <param name="header">The fields that come first.</param>
    public IReadOnlyList<FieldModel> ReadFields(XmlElement owner, string called, IReadOnlyList<FieldModel> header)
    {
        var fields = new List<FieldModel>(header);
        var names = new HashSet<ModelName>(header.Select(field => field.Name));
        if (!HasRoomFor(header.Count, owner.Span))
            return [];
        foreach (XmlElement element in owner.Children("field"))
        {
            foreach (FieldModel field in ReadField(element))
            {
                if (!HasRoomFor(1, field.Span))
                    return fields;
                if (names.Add(field.Name))
                    fields.Add(field);
                else
                    _diagnostics.Report(field.Span, DiagnosticRules.DuplicateField, field.Name.Text, called);
            }
        }
        return fields;
    }

    private bool HasRoomFor(int count, SourceSpan span)
    {
        if (!IsFull && (_fields += count) > MaxFields)
            _diagnostics.Report(span, DiagnosticRules.TooLarge, string.Format(CultureInfo.InvariantCulture, "the protocol has more than {0} fields, header and types counted", MaxFields));
        return !IsFull;
    }

    private void Declare(XmlElement element)
    {
        if (!element.TryReadName(_diagnostics, out ModelName name, out SourceSpan span))
            return;
        if (WireType.Find(name) is not null)
            _diagnostics.Report(span, DiagnosticRules.BuiltInType, name.Text);
        else if (_types.ContainsKey(name))
            _diagnostics.Report(span, DiagnosticRules.DuplicateType, name.Text);
        else
            _types.Add(name, new ComposedType(name, element));
    }

    private IEnumerable<FieldModel> ReadField(XmlElement element)
    {
        if (!element.TryReadName(_diagnostics, out ModelName name, out SourceSpan span))
            return [];
        if (element.GetReference("type") is not { } type)
        {
            _diagnostics.Report(element.Attribute("type")?.ValueSpan ?? span, DiagnosticRules.MissingType, name.Text);
            return [CreatePlaceholder(element, name, span, WireType.String)];
        }
        WireType? builtIn = WireType.Find(type.Name);
        if (builtIn is { IsOnWire: true })
            return [ReadBuiltIn(element, name, span, builtIn)];
        if (_types.TryGetValue(type.Name, out ComposedType? composed))
            return ReadComposed(element, name, span, composed);

        ModelName? meant = builtIn is not null ? null : WireType.Suggest(type.Name, WireType.Names.Concat(_types.Keys), _diagnostics.Spelling);
        string hint = builtIn is not null ? " on the wire; 'number' is" : meant is null ? "" : SpellingHints.DidYouMean(meant.Text);
        // Where a type's own name is misspelt, all its fields would say so.
        if (meant is null || !_types.ContainsKey(meant) || _reported.Add(type.Name))
            _diagnostics.Report(type.Span, DiagnosticRules.UnknownType, type.Name.Text, hint);
        if (meant is not null && _types.TryGetValue(meant, out composed))
            return ReadComposed(element, name, span, composed);
        if (meant is not null)
            builtIn = WireType.Find(meant);
        return [CreatePlaceholder(element, name, span, builtIn switch { null => WireType.String, { IsOnWire: true } => builtIn, _ => WireType.Number })];
    }

    // A field with an invalid type is still declared, so that its uses are valid.
    private static FieldModel CreatePlaceholder(XmlElement element, ModelName name, SourceSpan span, WireType type)
        => new(name, span, type, type.DefaultSize, null, element.GetDescription(), EquatableArray<TestValue>.Empty);

    private FieldModel ReadBuiltIn(XmlElement element, ModelName name, SourceSpan span, WireType type)
    {
        if (_framing == ProtocolFraming.Frames && !type.CanBeFrame)
            _diagnostics.Report(element.GetNonEmptyAttribute("type")!.ValueSpan, DiagnosticRules.NotAFrame, name.Text, $"of type {type.Name}");
        if (_framing == ProtocolFraming.Fields && type.NeedsFrames)
            _diagnostics.Report(element.GetNonEmptyAttribute("type")!.ValueSpan, DiagnosticRules.OnlyInFrames, $"type {type.Name}");
        int size = type.ReadSize(element, numberSize: 1, _diagnostics);
        ConstantModel? constant = element.Attribute("value") is { } value ? type.ReadConstant(value, size, _constants) ?? type.DefaultConstant : null;
        EquatableArray<TestValue> tests = _tests.Check(TestReader.ReadRaw(element), type, size);
        return new FieldModel(name, span, type, size, constant, element.GetDescription(), tests) { IsOptional = ReadOptional(element, name, type, constant) };
    }

    private bool ReadOptional(XmlElement element, ModelName name, WireType type, ConstantModel? constant)
    {
        if (!element.GetFlag("optional"))
            return false;
        SourceSpan span = element.Attribute("optional")!.NameSpan;
        string? why = constant is not null ? "it is a constant" : type.NeedsFrames ? $"an {type.Name} is always there, if only as the empty frame that ends it" : null;
        if (_framing == ProtocolFraming.Fields)
            _diagnostics.Report(span, DiagnosticRules.OnlyInFrames, "an optional field");
        else if (why is not null)
            _diagnostics.Report(span, DiagnosticRules.BadOptional, name.Text, why);
        return constant is null && !type.NeedsFrames;
    }

    private IEnumerable<FieldModel> ReadComposed(XmlElement element, ModelName name, SourceSpan span, ComposedType type)
    {
        if (element.Attribute("value") is { } value)
            _constants.Reject(value, $"a field of the composed type '{type.Name.Text}' cannot be constant; its parts can");
        if (_open.Contains(type) || _open.Count == MaxTypeDepth)
        {
            ReportCycle(element.GetNonEmptyAttribute("type")!.ValueSpan, type);
            return [];
        }
        if (_framing == ProtocolFraming.Frames)
            _diagnostics.Report(element.GetNonEmptyAttribute("type")!.ValueSpan, DiagnosticRules.NotAFrame, name.Text, $"of the composed type '{type.Name.Text}'");
        IReadOnlyList<FieldModel> parts = GetParts(type);
        ILookup<ModelName, TestValue> tests = ReadTests(element, type, parts);
        string description = element.GetDescription();
        return parts.Select(part => part with
        {
            Name = name.Join(part.Name),
            Span = span,
            Description = part.Description.Length > 0 ? part.Description : description,
            Tests = tests.Contains(part.Name) ? ReadTests(part, tests[part.Name]) : part.Tests,
        });
    }

    private IReadOnlyList<FieldModel> GetParts(ComposedType type)
    {
        if (type.Parts is null)
        {
            _open.Add(type);
            type.Parts = ReadFields(type.Element, $"type '{type.Name.Text}'", []);
            _open.RemoveAt(_open.Count - 1);
        }
        return type.Parts;
    }

    private void ReportCycle(SourceSpan span, ComposedType type)
    {
        int start = _open.IndexOf(type);
        if (start < 0)
        {
            _diagnostics.Report(span, DiagnosticRules.TooLarge, string.Format(CultureInfo.InvariantCulture, "types are nested more than {0} deep here", MaxTypeDepth));
            return;
        }
        IEnumerable<string> path = _open.Skip(start).Concat([type]).Select(open => open.Name.Text);
        _diagnostics.Report(span, DiagnosticRules.TypeCycle, type.Name.Text, string.Join(" -> ", path));
    }

    // A composed field's tests name its parts.
    private ILookup<ModelName, TestValue> ReadTests(XmlElement element, ComposedType type, IReadOnlyList<FieldModel> parts)
    {
        var known = new HashSet<ModelName>(parts.Select(part => part.Name));
        var tests = new List<TestValue>();
        foreach (TestValue test in TestReader.ReadRaw(element))
        {
            var part = new ModelName(test.Name ?? "");
            if (known.Contains(part))
                tests.Add(test);
            else
                _diagnostics.Report(test.Span, DiagnosticRules.BadTest, test.Name is null
                    ? $"the test value '{test.Value}' needs a 'name', the part of '{type.Name.Text}' that it tests"
                    : $"type '{type.Name.Text}' has no part '{test.Name}'{_diagnostics.Spelling.Hint(part, known)}");
        }
        return tests.ToLookup(test => new ModelName(test.Name!));
    }

    // In a hash the part's name is the key, as in C.
    private EquatableArray<TestValue> ReadTests(FieldModel part, IEnumerable<TestValue> tests)
        => _tests.Check(part.Type.HasNamedTests ? tests : tests.Select(test => test with { Name = null }), part.Type, part.Size);

    private sealed class ComposedType(ModelName name, XmlElement element)
    {
        public ModelName Name { get; } = name;

        public XmlElement Element { get; } = element;

        public IReadOnlyList<FieldModel>? Parts { get; set; }
    }
}
