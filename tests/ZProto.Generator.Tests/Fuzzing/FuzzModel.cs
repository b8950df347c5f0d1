using System.Globalization;
using System.Text;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;

namespace ZProto.Generator.Tests.Fuzzing;

/// <summary>Makes models of nasty names and texts, the same ones from the same seed.</summary>
internal sealed class FuzzModel
{
    private static readonly string[] s_types = ["number", "octets", "string", "longstr", "strings", "hash", "chunk", "uuid", "frame"];
    private static readonly string[] s_frameTypes = ["number", "octets", "string", "longstr", "chunk", "uuid", "frame", "envelope"];

    private readonly Random _random;
    private readonly StringBuilder _xml = new();
    private readonly List<string> _names;
    private readonly List<string> _types = [];
    private readonly List<string> _defines = [];
    private readonly Dictionary<ModelName, string> _typeOf = [];
    private readonly bool _byFrames;

    private FuzzModel(Random random)
    {
        _random = random;
        _byFrames = random.Next(4) == 0;
        // Few names for all there is to name, so that they meet.
        _names = [.. Enumerable.Range(0, 8).Select(_ => Name())];
        _names.AddRange(_names.ToArray().SelectMany(Derived));
    }

    /// <summary>A model, put into a namespace of its own unless it has one.</summary>
    public static TestModel Create(int seed, int number)
    {
        var random = new Random((seed * 1009) + number);
        string text = new FuzzModel(random).Class();
        return new TestModel($"model{number}.xml", text) { Namespace = $"N{number}" };
    }

    /// <summary>A text as it stands in XML.</summary>
    // Line ends as references, or XML would make them spaces in attributes; U+FFFD too, or it would mean that the file could not be read.
    public static string Escape(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("\r", "&#13;", StringComparison.Ordinal)
            .Replace("\n", "&#10;", StringComparison.Ordinal)
            .Replace("\t", "&#9;", StringComparison.Ordinal)
            .Replace("\uFFFD", "&#xFFFD;", StringComparison.Ordinal);

    private string Class()
    {
        Open("class", ("name", AnyName()), ("title", Maybe(Text)), ("namespace", _random.Next(5) == 0 ? Pick(FuzzText.Namespaces) : null), ("pubsub", _random.Next(3) == 0 && !_byFrames ? "1" : null), ("framing", _byFrames ? "frames" : null), ("script", "zproto_codec"));
        Put(Text());
        for (int i = _random.Next(3); i > 0; i--)
            Element("license", Text());
        for (int i = _random.Next(4); i > 0; i--)
        {
            string name = AnyName();
            _defines.Add(name);
            Element("define", Text(), ("name", name), ("value", Text()));
        }
        for (int i = _byFrames ? 0 : _random.Next(3); i > 0; i--)
            Type();
        if (_random.Next(3) == 0)
            Fields("header", _random.Next(3), mayEnd: false);
        // Most messages of few names look alike otherwise, or have no frame.
        if (_byFrames && _random.Next(6) > 0)
        {
            Open("header");
            Element("field", "", ("name", "id"), ("type", "octet"));
            Close("header");
        }
        var messages = new HashSet<ModelName>();
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            string name = AnyName();
            if (messages.Add(new ModelName(name)))
                Fields("message", _random.Next(6), mayEnd: true, ("name", name), ("role", _random.Next(2) == 0 ? "client" : null));
        }
        Close("class");
        return _xml.ToString();
    }

    private void Type()
    {
        string name = AnyName();
        Fields("type", _random.Next(1, 4), mayEnd: false, ("name", name));
        _types.Add(name);
    }

    private void Fields(string owner, int count, bool mayEnd, params (string Name, string? Value)[] attributes)
    {
        Open(owner, attributes);
        Put(Text());
        var names = new HashSet<ModelName>();
        int optional = _byFrames && mayEnd && _random.Next(3) == 0 ? _random.Next(count) : 0;
        for (int i = count; i > 0; i--)
        {
            string name = AnyName();
            if (names.Add(new ModelName(name)) || _random.Next(20) == 0)
                Field(name, isOptional: i <= optional);
        }
        if (mayEnd && _random.Next(4) == 0)
            Element("field", "", ("name", "the rest"), ("type", "msg"), ("optional", optional > 0 ? "1" : null));
        Close(owner);
    }

    private void Field(string name, bool isOptional)
    {
        // One type a name, so that most models are good ones.
        var key = new ModelName(name);
        if (!_typeOf.TryGetValue(key, out string? type))
            _typeOf.Add(key, type = _types.Count > 0 && _random.Next(6) == 0 ? Pick(_types) : Pick(_byFrames ? s_frameTypes : s_types));
        string? value = type switch
        {
            _ when isOptional => null,
            "string" or "longstr" when _random.Next(3) == 0 => Text(),
            "number" when _random.Next(4) == 0 => _random.Next(256).ToString(CultureInfo.InvariantCulture),
            "number" when _random.Next(20) == 0 && _defines.Count > 0 => Pick(_defines),
            _ => null,
        };
        Element("field", Text(), ("name", name), ("type", type), ("size", type is "octets" ? "3" : null), ("value", value), ("optional", isOptional ? "1" : null));
    }

    private string AnyName() => Pick(_names);

    private string Name()
    {
        string name = Pick(Pick(new[] { FuzzText.Words, FuzzText.Members, FuzzText.Foreign }));
        return _random.Next(6) == 0 ? $"{name}{Pick(new[] { " ", "-", "_", "" })}{Pick(FuzzText.Foreign)}" : name;
    }

    private IEnumerable<string> Derived(string name)
    {
        string derived = Pick(new[] { "create {0}", "set {0}", "take {0}", "{0} utf8", "{0} field", "{0} message", "{0} define", "{0} protocol", "{0}2", "_{0}", "{0}_", "encode {0}", "decode {0}", "has {0}", "clear {0}", "fits {0}" });
        yield return string.Format(CultureInfo.InvariantCulture, derived, name);
    }

    private string Text() => _random.Next(3) == 0 ? "" : string.Concat(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(FuzzText.Texts)));

    private string? Maybe(Func<string> text) => _random.Next(2) == 0 ? text() : null;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private void Element(string name, string text, params (string Name, string? Value)[] attributes)
    {
        Open(name, attributes);
        Put(text);
        Close(name);
    }

    private void Open(string element, params (string Name, string? Value)[] attributes)
    {
        _xml.Append('<').Append(element);
        foreach ((string name, string? value) in attributes.Where(attribute => attribute.Value is not null))
            _xml.Append(' ').Append(name).Append("=\"").Append(Escape(value!)).Append('"');
        _xml.Append('>');
    }

    private void Put(string text) => _xml.Append(Escape(text));

    private void Close(string element) => _xml.Append("</").Append(element).Append(">\n");
}
