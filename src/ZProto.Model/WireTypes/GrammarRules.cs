namespace ZProto.Model.WireTypes;

/// <summary>What defines a type in ABNF.</summary>
/// <param name="Comment">What it is, in a sentence.</param>
/// <param name="Rules">Its rule, and those of its parts.</param>
internal sealed record GrammarRules(string Comment, params (string Name, string Elements)[] Rules)
{
    /// <summary>The names of the rules that these refer to.</summary>
    public IEnumerable<string> References => Rules.SelectMany(rule => rule.Elements.Split(' ')).Select(word => word.TrimStart('*'));
}
