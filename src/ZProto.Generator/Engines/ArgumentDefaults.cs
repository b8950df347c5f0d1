using ZProto.Model;

namespace ZProto.Generator.Engines;

/// <summary>What the arguments of methods and the properties of replies are before they are set.</summary>
internal static class ArgumentDefaults
{
    /// <summary>Whether an argument could be null.</summary>
    public static bool IsReference(ArgumentModel argument) => argument.Type.ArgumentDefault is not null;

    /// <summary>What an argument is before it is set, as an initializer; empty where that is its type's default.</summary>
    public static string Initializer(ArgumentModel argument) => argument.Type.ArgumentDefault is { } value ? $" = {value}" : "";
}
