using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A field that the codec keeps: its storage, its property, and the statements that handle them.</summary>
/// <param name="model">The field in the message's model.</param>
/// <param name="kept">What the codec keeps of it.</param>
internal abstract class CodecField(FieldModel model, KeptField kept) : MessageField(model)
{
    /// <summary>The field as the codec keeps it.</summary>
    public FieldModel Kept => kept.Model;

    public string Property => kept.Names.Property;

    public string Storage => kept.Names.Storage;

    public string Parameter => CSharp.Identifier(kept.Names.Parameter);

    /// <summary>Whether it refers to the message's own copy of the first frame after a decode.</summary>
    public virtual bool IsReceived => false;

    public abstract string StorageType { get; }

    /// <summary>The type that a message is made with.</summary>
    public abstract string ParameterType { get; }

    public virtual string AssignParameter => $"{AssignedProperty} = {Parameter};";

    public abstract string ClearStorage { get; }

    public abstract string CopyStorage { get; }

    public abstract string Comparison { get; }

    public virtual string AddToText => $"text.Add({CSharp.Literal(Kept.Name.Text)}, {Property});";

    /// <summary>The statement that takes it from a message's ZPL.</summary>
    public abstract string FromZpl { get; }

    /// <summary>Whether the model has test values for it.</summary>
    public bool HasTest => Model.Tests.Count > 0;

    /// <summary>The argument with the test values of the field, or with what a new message has.</summary>
    public abstract string TestArgument { get; }

    /// <summary>The property where parameters are in scope: a name without capitals may be that of one.</summary>
    protected string AssignedProperty => Property[0] is >= 'A' and <= 'Z' ? Property : $"this.{Property}";

    /// <summary>Whether every field of the protocol is a frame.</summary>
    protected bool IsFrame => kept.IsFrame;

    /// <summary>Whether it holds text, which may have to be UTF-8.</summary>
    protected virtual bool HasText => false;

    /// <summary>The first test value, or empty.</summary>
    protected string FirstTest => HasTest ? Model.Tests[0].Value : "";

    /// <summary>What its type is, in a sentence.</summary>
    protected abstract string TypeDoc { get; }

    /// <summary>Writes the property, and what goes with it.</summary>
    public void EmitProperty(SourceWriter writer, string carriers)
    {
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(Kept.Description, $"The field {Kept.Name.Text}")));
        writer.Write(CSharp.Doc("remarks", $"{TypeDoc} {carriers}"));
        EmitMembers(writer);
        if (Kept.IsOptional)
            EmitPresence(writer);
    }

    /// <summary>The property that tells whether an optional field is set.</summary>
    public string HasProperty => $"Has{Property}";

    /// <summary>Where the codec keeps whether an optional field is set; null where its storage tells.</summary>
    public virtual string? Presence => null;

    /// <summary>The type of the parameter that sets it: null where an optional field is to be left out.</summary>
    public string DeclaredType => Model.IsOptional ? OptionalType : ParameterType;

    /// <summary>The statement that sets it from its parameter.</summary>
    public string Assign => Model.IsOptional ? AssignOptional : AssignParameter;

    /// <summary>The argument of a test.</summary>
    public string Argument => Model.IsOptional && !HasTest ? "null" : TestArgument;

    /// <summary>The type of a parameter that may be left out for what the field was in another message.</summary>
    public virtual string HeaderType => DeclaredType.EndsWith("?", StringComparison.Ordinal) ? DeclaredType : DeclaredType + "?";

    /// <summary>The statement that sets it in a message from such a parameter, unless that is left out.</summary>
    public virtual string AssignInHeader(string message)
        => Model.IsOptional ? $"if ({Parameter} is not null)\n    {message}.{Property} = {ParameterValue};" : $"{message}.{Property} = {Parameter} ?? {message}.{Property};";

    /// <summary>What it is in a message, as an argument of the method that makes another.</summary>
    public virtual string GetFrom(string message) => Model.IsOptional ? $"{message}.{HasProperty} ? {message}.{Property} : null" : $"{message}.{Property}";

    /// <summary>What an optional parameter is where it is given.</summary>
    protected virtual string ParameterValue => Parameter;

    protected virtual string OptionalType => $"{ParameterType}?";

    protected virtual string AssignOptional => $"if ({Parameter} is null)\n    Clear{Property}();\nelse\n    {AssignedProperty} = {ParameterValue};";

    /// <summary>Whether an optional field is set, as an expression.</summary>
    protected virtual string IsSet => $"{Storage}.IsSet";

    private void EmitPresence(SourceWriter writer)
    {
        writer.BlankLine();
        writer.Write(CSharp.Doc("summary", $"Whether {Property} is set. A message that may end before it carries it only then."));
        writer.Write($"public bool {HasProperty} => {IsSet};");
        writer.BlankLine();
        writer.Write(CSharp.Doc("summary", $"Makes {Property} as if never set."));
        if (Presence is null)
        {
            writer.Write($"public void Clear{Property}() => {ClearStorage}");
            return;
        }
        writer.Open($"public void Clear{Property}()");
        writer.Write(ClearStorage);
        writer.Close();
    }

    protected override string Check(string call, bool requiresUtf8)
        => requiresUtf8 && HasText ? $"if (!{call} || !reader.RequireUtf8(ref {Storage}))\n    {Fail}" : base.Check(call, requiresUtf8);

    /// <summary>Writes the property and its further members, after the property's documentation.</summary>
    protected abstract void EmitMembers(SourceWriter writer);

    /// <summary>Writes a property.</summary>
    protected static void Accessors(SourceWriter writer, string head, string getter, string setter)
    {
        writer.Open(head);
        writer.Write($"get => {getter};\nset => {setter} = value;");
        writer.Close();
    }

    /// <summary>Writes the documentation of what moves the field out.</summary>
    protected void TakeDoc(SourceWriter writer)
    {
        writer.BlankLine();
        writer.Write(CSharp.Doc("summary", $"Moves {Property} out of the message, for the caller to keep; the field is as if never set then."));
    }
}
