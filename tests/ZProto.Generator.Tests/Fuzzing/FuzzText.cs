namespace ZProto.Generator.Tests.Fuzzing;

/// <summary>Names and texts that generators trip over.</summary>
internal static class FuzzText
{
    /// <summary>Words of C# and of .NET.</summary>
    public static readonly string[] Words =
    [
        // Keywords, and words that are keywords in places.
        "abstract", "as", "base", "bool", "byte", "case", "checked", "class", "const", "default", "delegate", "enum", "event", "explicit", "extern",
        "false", "fixed", "foreach", "in", "int", "interface", "internal", "is", "lock", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "public", "readonly", "ref", "return", "sealed", "static", "string", "struct", "switch", "this", "throw",
        "true", "typeof", "ulong", "unsafe", "using", "virtual", "void", "volatile", "while",
        "add", "alias", "and", "async", "await", "by", "dynamic", "equals", "extension", "field", "file", "from", "get", "global", "init", "into", "let",
        "managed", "nameof", "nint", "not", "notnull", "nuint", "on", "or", "partial", "record", "remove", "required", "scoped", "select", "set",
        "unmanaged", "value", "var", "when", "where", "with", "yield", "__arglist", "__makeref", "__refvalue", "_", "value__",
        // Members of every object and every enumeration.
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "CompareTo", "HasFlag", "GetTypeCode",
        "op_Equality", "Item", "Main", "Dispose",
        // Types, and namespaces that generated code names.
        "String", "Guid", "System", "ZProto", "Codec", "Config", "Object", "Enum", "Attribute", "Exception", "ReadOnlySpan", "IEnumerable", "Byte",
        "GeneratedCode", "CodeDom", "Compiler", "Collections", "Generic", "KeyValuePair", "MemoryExtensions", "ArgumentNullException",
        "RoutingId", "FrameReader", "FrameWriter", "TextField", "BytesField", "StringList", "StringMap", "FrameList", "ZplNode", "ZplMessage", "DecodeError",
        "IProtocolMessage", "Sample", "Microsoft",
    ];

    /// <summary>Members of generated codecs, and their locals.</summary>
    public static readonly string[] Members =
    [
        "clear", "clone", "command", "content equals", "encode", "encoded size", "from zpl", "has id", "has_id", "id", "message id", "message_id",
        "routing id", "to frames", "to zpl", "try decode", "try read frames", "topic", "topic utf8", "message topic", "message_topic", "get subscription",
        "try decode notice", "received frame", "received_frame", "known id", "known_id", "writer", "reader", "into", "error", "other", "copy", "text",
        "node", "content", "message", "taken", "subscribe", "frame", "number", "decoded", "encode hello", "Encode_Hello", "Decode_Hello", "decode message",
        "create", "set", "take", "utf8", "field", "protocol", "define", "hello", "name", "data",
    ];

    /// <summary>Names beyond ASCII, and digits first.</summary>
    public static readonly string[] Foreign =
    [
        "ß", "straße", "STRASSE", "İd", "ıd", "İ", "ı", "\u212A", "k", "K", "a\u212A", "\u212Bngström", "ångström", "Ångström", "A\u030Angstro\u0308m",
        "σίγμα", "ΣΊΓΜΑ", "ς", "σ", "Σ", "名前", "名", "消息 一", "مرحبا", "שלום", "हिन्दी", "ไทย", "한국어", "\u1112\u1161\u11AB", "ᾳ", "ǆ", "ǅ", "Ǆ", "ﬁn", "ŉ", "ქართული",
        "e\u0301", "\u0301", "é", "٣", "३x", "x٣", "１２", "Ⅷ", "²", "x²", "½", "\U0001D538", "x\U0001D538y", "\U0001F600", "x\U0001F600", "\U00020000",
        "\u200B", "a\u200Bb", "a\u200Db", "a\u00ADb", "\u00AD", "a\uFEFFb", "\uFEFF", "a\u202Eb", "\uFF41\uFF42", "ʰ", "ªº", "µ", "μ", "a\u2028b", "a\u0085b", "a\u00A0b", "ß\tß", "a\nb",
        "1", "0", "1st", "9 lives", "12 34", "1_a", "_1", "__", "a__b", "-", ".", "a.b", "a-b", "a b", "aB", "AB", "Ab", "a:b", "a/b", "a\\b", "a\"b", "a'b", "a{b}", "{0}", "a;b", "a//b", "a/*b*/", "</summary>", "&lt;", "$a", "@class", "#if",
    ];

    /// <summary>Namespaces, good, bad and in the way.</summary>
    public static readonly string[] Namespaces =
    [
        "System", "System.Text", "System.Collections.Generic", "ZProto", "ZProto.Codec", "ZProto.Configuration", "ZProto.Samples", "Sample", "Sample.System", "Sample.ZProto",
        "class", "global", "A.class.B", "@class", "1a", "A..B", "A.", ".A", "名.前", "A B", "A-B", "A;B", "ß", "_", "__", "A._1", "global::A", "A.b", "a.B", "Hello", "Hello.Name", "Guid", "String", "record", "file.scoped", "A.\u200B", "A\u0301", "var",
    ];

    /// <summary>Texts of descriptions, licenses and constants.</summary>
    public static readonly string[] Texts =
    [
        "*/ class Broken { }", "/* ", "// ", "///", "</summary>", "<summary>", "&", "&amp;", "&lt;/remarks&gt;", "]]>", "<![CDATA[", "\"", "\"\"\"", "\"\"\"\"\"", "'", "{", "}", "{0}", "{{", "$\"{x}\"", "\\", "\\\\", "\\u0041", "\\U00110000", "\\\"",
        "\n#if X\n#error broken\n", "#pragma warning restore", "\r", "\r\n", "\n\n", "\n", "a\u2028#error broken", "a\u2029b", "a\u0085#error b", "\u000B".Replace('\u000B', '\t'), "\u007F", "\u0080", "\u009F", "\uFEFF", "\u200B", "\u202E", "\uFFFD", "\uE000",
        "\U0001F600", "\U0010FFFF", "\U0001FFFE", "ß", "e\u0301", "---", "--", "-->", "<!--", "@\"", "@", "%", "u8", "null", " ", "\t", "a. ", "A sentence.", "Is it?", "a:", "...", "<see cref=\"Nothing\"/>", "<param name=\"x\"/>",
        "12", "-7", "0x1F", "'A'", "'\\''", "-2147483648", "-2147483649", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "-0", "+1", "1e3", "0x", "1_000",
    ];
}
