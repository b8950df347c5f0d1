using ZProto.Model.Naming;

namespace ZProto.Generator.Engines;

/// <summary>Emits the declarations of what the user writes.</summary>
internal static class RequiredMemberEmitter
{
    /// <summary>Writes a declaration. Without a body in the user's part, the compiler's error is where the model names the method.</summary>
    public static void Write(SourceWriter writer, RequiredMember member)
    {
        foreach (string line in member.GetDescription())
            writer.Write(line);
        if (member.Occasions.Length > 0)
            writer.Write(CSharp.Doc("remarks", member.Occasions));
        writer.LineDirective(member.Span, writer.Column + RequiredMemberText.Head.Length);
        writer.Write($"{member.GetDeclaration()};");
        writer.WriteRaw("#line default");
    }
}
