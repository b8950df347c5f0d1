using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec;

/// <summary>A field that a codec keeps: its storage, its property, and the statements that handle them.</summary>
internal sealed class CodecField(FieldModel model, FieldNames names)
{
    private const string Zp = "global::ZProto.";
    private const string ByteSpan = "global::System.ReadOnlySpan<byte>";

    public FieldModel Model => model;

    public string Property => names.Property;

    public string Storage => names.Storage;

    public string Parameter => CSharp.Identifier(names.Parameter);

    /// <summary>Whether it refers to the message's own copy of the first frame after a decode.</summary>
    public bool IsReceived => model.Type is FieldType.String or FieldType.LongStr or FieldType.Chunk or FieldType.Octets or FieldType.Strings or FieldType.Hash;

    public string StorageType => model.Type switch
    {
        FieldType.Number => NumberType(model.Size),
        FieldType.Uuid => "global::System.Guid",
        FieldType.String or FieldType.LongStr => $"{Zp}Codec.TextField",
        FieldType.Strings => $"{Zp}StringList?",
        FieldType.Hash => $"{Zp}StringMap?",
        FieldType.Msg => $"{Zp}FrameList?",
        _ => $"{Zp}Codec.BytesField",
    };

    public string ParameterType => model.Type switch
    {
        FieldType.Number or FieldType.Uuid or FieldType.Msg => StorageType,
        FieldType.String or FieldType.LongStr => "string",
        FieldType.Strings => "global::System.Collections.Generic.IEnumerable<string>?",
        FieldType.Hash => "global::System.Collections.Generic.IEnumerable<global::System.Collections.Generic.KeyValuePair<string, string>>?",
        _ => ByteSpan,
    };

    /// <summary>The type of a number of so many bytes.</summary>
    public static string NumberType(int size) => size switch
    {
        1 => "byte",
        2 => "ushort",
        4 => "uint",
        _ => "ulong",
    };

    public string AssignParameter => model.Type switch
    {
        FieldType.Strings or FieldType.Hash => $"this.{Property}.ReplaceWith({Parameter});",
        FieldType.Msg => $"this.{Property}.CopyFrom({Parameter});",
        _ => $"this.{Property} = {Parameter};",
    };

    public string ClearStorage => model.Type switch
    {
        FieldType.Number or FieldType.Uuid => $"{Storage} = default;",
        FieldType.Strings or FieldType.Hash => $"{Storage}?.Clear();",
        FieldType.Msg => $"{Storage}?.Reset();",
        _ => $"{Storage}.Clear();",
    };

    public string CopyStorage => model.Type switch
    {
        FieldType.Number or FieldType.Uuid => $"copy.{Storage} = {Storage};",
        FieldType.Strings or FieldType.Hash or FieldType.Msg => $"if ({Storage} is not null)\n    copy.{Property}.CopyFrom({Storage});",
        _ => $"copy.{Storage}.CopyFrom(ref {Storage});",
    };

    public string Comparison => model.Type switch
    {
        FieldType.Number or FieldType.Uuid => $"{Storage} == other.{Storage}",
        FieldType.String or FieldType.LongStr => $"{Storage}.ContentEquals(ref other.{Storage})",
        FieldType.Strings => $"{Zp}StringList.ContentEquals({Storage}, other.{Storage})",
        FieldType.Hash => $"{Zp}StringMap.ContentEquals({Storage}, other.{Storage})",
        FieldType.Msg => $"{Zp}FrameList.ContentEquals({Storage}, other.{Storage})",
        _ => $"global::System.MemoryExtensions.SequenceEqual({Property}, other.{Property})",
    };

    public string AddToText => model.Type switch
    {
        FieldType.Strings or FieldType.Hash or FieldType.Msg => $"text.Add({CSharp.Literal(model.Name.Text)}, {Storage});",
        _ => $"text.Add({CSharp.Literal(model.Name.Text)}, {Property});",
    };

    /// <summary>Writes the property, and what goes with it.</summary>
    public void EmitProperty(SourceWriter writer, string carriers)
    {
        string summary = CSharp.Doc("summary", CSharp.Sentence(model.Description, $"The field {model.Name.Text}"));
        writer.Write(summary);
        writer.Write(CSharp.Doc("remarks", $"{TypeDoc} {carriers}"));
        switch (model.Type)
        {
            case FieldType.Number or FieldType.Uuid:
                Accessors(writer, $"public {StorageType} {Property}", Storage);
                break;
            case FieldType.String or FieldType.LongStr:
                Accessors(writer, $"public string {Property}", $"{Storage}.Text");
                writer.BlankLine();
                writer.Write(CSharp.Doc("summary", $"{Property} in UTF-8, without a string made of it. Valid until the field or the message changes."));
                Accessors(writer, $"public {ByteSpan} {Property}Utf8", $"{Storage}.Utf8");
                break;
            case FieldType.Octets:
                writer.Open($"public {ByteSpan} {Property}");
                writer.Write($"get => {Storage}.GetFixed({model.Size});\nset => {Storage}.Span = value;");
                writer.Close();
                break;
            case FieldType.Strings or FieldType.Hash or FieldType.Msg:
                string type = StorageType.TrimEnd('?');
                writer.Write($"public {type} {Property} => {Storage} ??= new {type}();");
                break;
            default:
                Accessors(writer, $"public {ByteSpan} {Property}", $"{Storage}.Span");
                break;
        }
        EmitTake(writer);
    }

    private void EmitTake(SourceWriter writer)
    {
        if (model.Type is not (FieldType.Frame or FieldType.Msg))
            return;
        writer.BlankLine();
        writer.Write(CSharp.Doc("summary", $"Moves {Property} out of the message, for the caller to keep; the field is as if never set then."));
        if (model.Type == FieldType.Frame)
        {
            writer.Write($"public byte[] Take{Property}() => {Storage}.Take();");
            return;
        }
        writer.Open($"public {Zp}FrameList Take{Property}()");
        writer.Write($"var taken = {Property};\n{Storage} = null;\nreturn taken;");
        writer.Close();
    }

    private string TypeDoc => model.Type switch
    {
        FieldType.Number => model.Size == 1 ? "A number of 1 byte." : $"A number of {model.Size} bytes.",
        FieldType.Octets => $"{model.Size} bytes, zeros until set; any other number of them fails at encoding.",
        FieldType.String => "A string: at most 255 bytes in UTF-8; more fails at encoding.",
        FieldType.LongStr => "A longstr: text of any length.",
        FieldType.Strings => "A list of texts, reused from message to message.",
        FieldType.Hash => "A table of texts, reused from message to message; keys have at most 255 bytes in UTF-8.",
        FieldType.Chunk => "Bytes of any number; setting copies them.",
        FieldType.Uuid => "A UUID, in the byte order of RFC 4122.",
        FieldType.Frame => "A frame of its own; setting copies it.",
        _ => "All frames after the others, reused from message to message.",
    };

    private static void Accessors(SourceWriter writer, string head, string target)
    {
        writer.Open(head);
        writer.Write($"get => {target};\nset => {target} = value;");
        writer.Close();
    }
}
