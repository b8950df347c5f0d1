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

    /// <summary>Whether it holds text, which may have to be UTF-8.</summary>
    protected virtual bool HasText => false;

    /// <summary>The first test value, or empty.</summary>
    protected string FirstTest => HasTest ? Model.Tests[0].Value : "";

    /// <summary>What its type is, in a sentence.</summary>
    protected abstract string TypeDoc { get; }

    public override string Read(bool requiresUtf8)
        => requiresUtf8 && HasText ? $"if (!{ReadCall} || !reader.RequireUtf8(ref {Storage}))\n    {Fail}" : base.Read(requiresUtf8);

    /// <summary>Writes the property, and what goes with it.</summary>
    public void EmitProperty(SourceWriter writer, string carriers)
    {
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(Kept.Description, $"The field {Kept.Name.Text}")));
        writer.Write(CSharp.Doc("remarks", $"{TypeDoc} {carriers}"));
        EmitMembers(writer);
    }

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
