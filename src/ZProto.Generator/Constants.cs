using ZProto.Model;

namespace ZProto.Generator;

/// <summary>The C# of a model's <c>&lt;define&gt;</c>s, whatever it is a model of.</summary>
internal static class Constants
{
    /// <summary>Writes each as a constant of the class.</summary>
    public static void Write(SourceWriter writer, EquatableArray<DefineModel> defines, EquatableArray<string> names)
    {
        for (int i = 0; i < defines.Count; i++)
        {
            DefineModel define = defines[i];
            (string type, string value) = define.Type switch
            {
                DefineType.Int => ("int", define.Value),
                DefineType.UInt => ("uint", define.Value + "U"),
                DefineType.Long => ("long", define.Value + "L"),
                DefineType.ULong => ("ulong", define.Value + "UL"),
                _ => ("string", CSharp.Literal(define.Value)),
            };
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(define.Description, $"The model's constant {define.Name.Text}")));
            writer.Write($"public const {type} {names[i]} = {value};");
            writer.BlankLine();
        }
    }
}
