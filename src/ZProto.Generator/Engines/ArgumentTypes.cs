using ZProto.Model;

namespace ZProto.Generator.Engines;

/// <summary>What the arguments of methods and the properties of replies are in C#.</summary>
internal static class ArgumentTypes
{
    /// <summary>The type of an argument.</summary>
    public static string Of(ArgumentModel argument) => argument.Type switch
    {
        FieldType.Integer => "int",
        FieldType.Number => OfNumber(argument),
        FieldType.String or FieldType.LongStr => "string",
        FieldType.Uuid => "global::System.Guid",
        FieldType.Strings => "global::System.Collections.Generic.IReadOnlyList<string>",
        FieldType.Hash => "global::System.Collections.Generic.IReadOnlyDictionary<string, string>",
        FieldType.Msg => "global::ZProto.FrameList",
        _ => "global::System.ReadOnlyMemory<byte>",
    };

    /// <summary>The type of a number.</summary>
    public static string OfNumber(ArgumentModel argument) => argument.Size switch
    {
        1 => "byte",
        2 => "ushort",
        4 => "uint",
        _ => "ulong",
    };

    /// <summary>Whether an argument could be null.</summary>
    public static bool IsReference(ArgumentModel argument)
        => argument.Type is FieldType.String or FieldType.LongStr or FieldType.Strings or FieldType.Hash or FieldType.Msg;

    /// <summary>What an argument is before anybody sets it, as an initializer; empty where that is its type's default.</summary>
    public static string Initializer(ArgumentModel argument) => argument.Type switch
    {
        FieldType.String or FieldType.LongStr => " = \"\"",
        FieldType.Strings => " = global::System.Array.Empty<string>()",
        FieldType.Hash => " = new global::System.Collections.Generic.Dictionary<string, string>()",
        FieldType.Msg => " = new global::ZProto.FrameList()",
        _ => "",
    };

    /// <summary>The parameters that arguments become, in their order.</summary>
    public static List<string> Parameters(IEnumerable<ArgumentModel> arguments)
    {
        var parameters = new List<string>();
        foreach (ArgumentModel argument in arguments)
            parameters.Add(Free(char.ToLowerInvariant(argument.Name.Pascal[0]) + argument.Name.Pascal.Substring(1), parameters));
        return parameters;
    }

    /// <summary>A parameter's name that no other has.</summary>
    public static string Free(string name, List<string> taken)
    {
        while (taken.Contains(name))
            name += "2";
        return name;
    }
}
