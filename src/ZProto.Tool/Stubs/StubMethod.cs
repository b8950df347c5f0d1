namespace ZProto.Tool.Stubs;

/// <summary>A method whose body is in the user's part.</summary>
/// <param name="Class">The class it belongs to.</param>
/// <param name="Name">Its name in C#.</param>
/// <param name="Parameters">Its parameters in C#.</param>
/// <param name="Description">What the model says of it, or empty.</param>
internal sealed record StubMethod(string Class, string Name, string Parameters, string Description)
{
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while",
    ];

    /// <summary>An identifier, escaped where it is a keyword.</summary>
    public static string Identifier(string name) => s_keywords.Contains(name) ? $"@{name}" : name;
}
