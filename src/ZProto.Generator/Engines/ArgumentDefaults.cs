using ZProto.Model;

namespace ZProto.Generator.Engines;

/// <summary>What the arguments of methods and the properties of replies are before they are set.</summary>
internal static class ArgumentDefaults
{
    /// <summary>Whether an argument could be null.</summary>
    public static bool IsReference(ArgumentModel argument)
        => argument.Type is FieldType.String or FieldType.LongStr or FieldType.Strings or FieldType.Hash or FieldType.Msg;

    /// <summary>What an argument is before it is set, as an initializer; empty where that is its type's default.</summary>
    public static string Initializer(ArgumentModel argument) => argument.Type switch
    {
        FieldType.String or FieldType.LongStr => " = \"\"",
        FieldType.Strings => " = global::System.Array.Empty<string>()",
        FieldType.Hash => " = new global::System.Collections.Generic.Dictionary<string, string>()",
        FieldType.Msg => " = new global::ZProto.FrameList()",
        _ => "",
    };
}
