namespace ZProto.Model.WireTypes;

// What it is in C#.
public abstract partial class WireType
{
    /// <summary>The members that a field of a name has in the codec's class.</summary>
    internal virtual string[] GetMembers(string name) => [name];

    /// <summary>The type of an argument or a property of a reply.</summary>
    internal abstract string GetArgumentType(int size);

    /// <summary>What such an argument is before it is set; null where that is its type's default.</summary>
    internal virtual string? ArgumentDefault => null;

    /// <summary>The call that reads an argument from a section of a configuration.</summary>
    /// <param name="section">The section.</param>
    /// <param name="name">The argument's name as a literal.</param>
    /// <param name="size">The argument's size.</param>
    internal abstract string GetFromSection(string section, string name, int size);
}
