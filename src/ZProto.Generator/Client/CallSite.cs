using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>The engine that calls are made to: a client, a mesh, or a node.</summary>
/// <param name="Model">The engine.</param>
/// <param name="Class">Its class.</param>
/// <param name="Names">The names of what its calls take and give.</param>
/// <param name="Events">The names of its machine's events.</param>
/// <param name="Definition">The type of its definition, as its class sees it.</param>
/// <param name="Operations">The class of the runtime that makes the calls, with a dot.</param>
internal sealed record CallSite(EngineModel Model, string Class, CallNames Names, EquatableArray<NamedItem> Events, string Definition, string Operations)
{
    /// <summary>What it is called in documentation.</summary>
    public string Noun => Model.Kind.ToString().ToLowerInvariant();

    /// <summary>Whether it has one server, in place of peers.</summary>
    public bool IsClient => Model.Kind == ModelKind.Client;

    /// <summary>Whether it is a mesh, whose calls are made on a peer or by the user's part.</summary>
    public bool IsMesh => Model.Kind == ModelKind.Mesh;

    /// <summary>Writes what the actions read the arguments of its methods from.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="methods">The methods.</param>
    public void EmitArguments(SourceWriter writer, IEnumerable<MethodModel> methods)
    {
        List<ArgumentModel> arguments = methods.SelectMany(method => method.Arguments).GroupBy(argument => argument.Name).Select(same => same.First()).ToList();
        if (arguments.Count == 0)
            return;
        writer.Write("/// <summary>The arguments of the methods, each with its value from the last call that has it.</summary>");
        writer.Write("[global::ZProto.LoopOnly]");
        writer.Write("private Arguments Args { get; } = new Arguments();");
        writer.BlankLine();
        writer.Write("/// <summary>The arguments of all methods.</summary>");
        writer.Open("private sealed class Arguments");
        for (int i = 0; i < arguments.Count; i++)
        {
            string initializer = ArgumentDefaults.Initializer(arguments[i]);
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(arguments[i].Description, arguments[i].Name.Text)));
            writer.Write($"public {MethodParameters.GetTypeName(arguments[i])} {Names.Arguments[i].CSharp} {{ get; set; }}{(initializer.Length > 0 ? initializer + ";" : "")}");
            writer.BlankLine();
        }
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>Writes the field that pairs replies with calls, for the definition.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="protocol">What the engine speaks.</param>
    public void EmitCorrelation(SourceWriter writer, ProtocolReference protocol)
    {
        // A name without a field is reported at the model, and the engine is declared without it.
        if (Model.Correlation is not { } named || protocol.CorrelationFields.FirstOrDefault(known => known.Name.Equals(named.Name)) is not { } field)
            return;
        string message = protocol.Class;
        bool isUuid = field.Type.Length == 0;
        string largest = isUuid ? "global::System.UInt128.MaxValue" : field.Size switch { 1 => "byte.MaxValue", 2 => "ushort.MaxValue", 4 => "uint.MaxValue", _ => "ulong.MaxValue" };
        writer.Write($"public override global::System.UInt128 MaxCorrelation => {largest};\n");
        writer.Write($"public override bool HasCorrelation({message} message) => {protocol.IdIsOneOf(field.Messages)};\n");
        writer.Write($"public override global::System.UInt128 GetCorrelation({message} message) => {(isUuid ? $"FromUuid(message.{field.Property})" : $"message.{field.Property}")};\n");
        writer.Write($"public override void SetCorrelation({message} message, global::System.UInt128 value) => message.{field.Property} = {(isUuid ? "ToUuid(value)" : $"({field.Type})value")};\n");
    }
}
