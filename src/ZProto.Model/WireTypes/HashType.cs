namespace ZProto.Model.WireTypes;

/// <summary>A table of texts: a count of 4 bytes, each key as a string, each value as a longstr.</summary>
internal sealed class HashType : WireType
{
    public override string Name => "hash";

    internal override IEnumerable<string> OldNames => ["dictionary"];

    internal override string ForeignNames => "map dict table object";

    internal override bool HasNamedTests => true;

    internal override bool CanBeFrame => false;

    internal override string Wire => "4 bytes: how many; each name as a string and its value as a longstr";

    internal override string VaryingSize => "4 + each 1 + n + 4 + n";

    internal override GrammarRules Grammar { get; } = new(
        "A table of texts: how many, then each name and value",
        ("hash", "number-4 *( hash-name hash-value )"),
        ("hash-name", "string"),
        ("hash-value", "longstr"));

    internal override string? ValidateTest(TestValue test, int size)
        => test.Name is null ? $"the test value '{test.Value}' of a hash needs a 'name', its key" : null;

    internal override string GetArgumentType(int size) => "global::System.Collections.Generic.IReadOnlyDictionary<string, string>";

    internal override string ArgumentDefault => "new global::System.Collections.Generic.Dictionary<string, string>()";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Hash({name})";
}
