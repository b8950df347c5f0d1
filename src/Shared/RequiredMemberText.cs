using ZProto.Model.Naming;

namespace ZProto.Shared;

/// <summary>A method that the user writes as C#: the generated part declares it as stubs and recovered parts do.</summary>
internal static class RequiredMemberText
{
    /// <summary>What comes before its name.</summary>
    public const string Head = "private partial void ";

    /// <summary>How it is declared.</summary>
    public static string GetDeclaration(this RequiredMember member) => $"{Head}{CSharp.Identifier(member.Name)}({member.GetParameters()})";

    /// <summary>Its parameters, as they are declared.</summary>
    public static string GetParameters(this RequiredMember member)
        => string.Join(", ", member.Parameters.Select(parameter => $"{GetTypeName(parameter)} {CSharp.Identifier(parameter.Name)}"));

    /// <summary>The lines of what the model says of it.</summary>
    public static IEnumerable<string> GetDescription(this RequiredMember member)
        => member.Description.Length == 0
            ? []
            : member.Parameters
                .Select(parameter => CSharp.Doc($"param name=\"{parameter.Name}\"", CSharp.Sentence(parameter.Description, parameter.Text)))
                .Prepend(CSharp.Doc("summary", CSharp.Sentence(member.Description, "")))
                .SelectMany(element => element.Split('\n'));

    private static string GetTypeName(RequiredParameter parameter)
        => parameter.IsClass ? $"global::{CSharp.QualifiedName(parameter.Type)}" : parameter.Type;
}
