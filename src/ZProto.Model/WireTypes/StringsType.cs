namespace ZProto.Model.WireTypes;

/// <summary>A list of texts: a count of 4 bytes, each as a longstr.</summary>
internal sealed class StringsType : WireType
{
    public override string Name => "strings";

    internal override string ForeignNames => "list array stringlist";

    internal override bool CanBeFrame => false;

    internal override string Wire => "4 bytes: how many; each as a longstr";

    internal override string VaryingSize => "4 + each 4 + n";

    internal override GrammarRules Grammar { get; } = new("A list of texts", ("strings", "number-4 *longstr"));

    internal override string GetArgumentType(int size) => "global::System.Collections.Generic.IReadOnlyList<string>";

    internal override string ArgumentDefault => "global::System.Array.Empty<string>()";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Strings({name})";
}
