namespace ZProto.Model.WireTypes;

// What documents say of it.
public abstract partial class WireType
{
    /// <summary>What it is on the wire.</summary>
    internal virtual string Wire => "";

    /// <summary>What a table of a message's bytes calls it.</summary>
    internal virtual string GetLabel(int size) => Name;

    /// <summary>How many bytes a field always has in the first frame, or null where that is up to its value.</summary>
    internal virtual int? GetFixedSize(FieldModel field) => null;

    /// <summary>How many bytes a field has otherwise, n being the length of what it holds.</summary>
    internal virtual string VaryingSize => "4 + n";

    /// <summary>A constant as people read it.</summary>
    internal virtual string FormatConstant(string text) => $"\"{text}\"";

    /// <summary>The bytes of a constant on the wire: those of its length, and its own.</summary>
    internal virtual IEnumerable<byte[]> GetBytes(ConstantModel constant, int size) => [];

    /// <summary>What the rule of a field in a grammar says of it.</summary>
    internal virtual string GetElements(int size) => Name;

    /// <summary>Its own rules in a grammar, or null where the rule of a field says all.</summary>
    internal virtual GrammarRules? Grammar => null;
}
