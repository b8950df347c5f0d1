namespace ZProto.Model.Naming;

/// <summary>What the arguments of a method, or the properties of a reply, are in C#: the generated part and the user's must agree on it.</summary>
internal static class MethodParameters
{
    /// <summary>The names of parameters, in their order. A keyword is not escaped.</summary>
    public static List<string> GetNames(IEnumerable<ArgumentModel> arguments)
    {
        var names = new List<string>();
        foreach (ArgumentModel argument in arguments)
            names.Add(MakeUnique(names, char.ToLowerInvariant(argument.Name.Pascal[0]) + argument.Name.Pascal.Substring(1)));
        return names;
    }

    /// <summary>A name that no parameter has yet.</summary>
    public static string MakeUnique(List<string> taken, string name)
    {
        while (taken.Contains(name))
            name += "2";
        return name;
    }

    /// <summary>The type of an argument.</summary>
    public static string GetTypeName(ArgumentModel argument) => argument.Type.GetArgumentType(argument.Size);
}
