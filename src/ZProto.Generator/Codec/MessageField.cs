using System.Text;
using ZProto.Model;

namespace ZProto.Generator.Codec;

/// <summary>A field as it is in one message: one that varies, kept in the codec, or a constant.</summary>
internal sealed class MessageField
{
    private const string Zp = "global::ZProto.";
    public const string BinaryPrimitives = "global::System.Buffers.Binary.BinaryPrimitives";
    private const string ZplMessage = "global::ZProto.Codec.ZplMessage";

    private readonly FieldModel _model;
    private readonly bool _requiresUtf8;

    public MessageField(FieldModel model, CodecField? varying, bool requiresUtf8)
    {
        _model = model;
        _requiresUtf8 = requiresUtf8;
        Varying = varying;
    }

    /// <summary>What the codec keeps of it; null for a constant.</summary>
    public CodecField? Varying { get; }

    /// <summary>The type that a message is made with: a number's own size here, though the codec may keep a wider one.</summary>
    public string ParameterType => _model.Type == FieldType.Number ? NumberType : Varying!.ParameterType;

    /// <summary>Whether it travels in frames of its own.</summary>
    public bool IsFrame => _model.Type is FieldType.Frame or FieldType.Msg;

    /// <summary>Whether its bytes in the first frame are always as many, so that its neighbours' are written and read with it.</summary>
    public bool IsFixed => _model.Type is FieldType.Number or FieldType.Octets or FieldType.Uuid;

    /// <summary>Bytes in the first frame that do not depend on its value.</summary>
    public int FixedSize => _model.Type switch
    {
        FieldType.Number or FieldType.Octets => _model.Size,
        FieldType.String => 1 + ConstantLength,
        FieldType.LongStr => 4 + ConstantLength,
        FieldType.Chunk => 4,
        FieldType.Uuid => 16,
        _ => 0,
    };

    /// <summary>An expression for the bytes that do, or null.</summary>
    public string? VaryingSize => Varying is null ? null : _model.Type switch
    {
        FieldType.String or FieldType.LongStr => $"{Varying.Storage}.Utf8Length",
        FieldType.Chunk => $"{Varying.Storage}.Length",
        FieldType.Strings => $"global::ZProto.StringList.GetEncodedSize({Varying.Storage})",
        FieldType.Hash => $"global::ZProto.StringMap.GetEncodedSize({Varying.Storage})",
        _ => null,
    };

    /// <summary>The statement that reads it.</summary>
    public string Read
    {
        get
        {
            string fail = $"\n    return reader.Fail({CSharp.Literal(_model.Name.Text)});";
            if (Varying is null)
                return $"if (!{ReadConstant}){fail}";
            string check = _requiresUtf8 && IsText ? $" || !reader.RequireUtf8(ref {Varying.Storage})" : "";
            return IsNarrow
                ? $"if (!reader.Read{Width}(out {NumberType} {Narrow})){fail}\n{Varying.Storage} = {Narrow};"
                : $"if (!{ReadValue(Varying)}{check}){fail}";
        }
    }

    /// <summary>The statement that writes it among its neighbours' bytes.</summary>
    /// <param name="offset">Where it is among them.</param>
    /// <param name="command">The message's name as a literal, for errors.</param>
    public string WriteAt(int offset, string command)
    {
        string name = CSharp.Literal(_model.Name.Text);
        string value = Varying is null ? _model.Constant!.Text : Varying.Storage;
        string slice = $"{FieldRun.Name}.Slice({offset}, {_model.Size})";
        return _model.Type switch
        {
            FieldType.Number when IsNarrow => $"{Zp}FrameWriter.WriteNarrowNumber({slice}, {value}, {command}, {name});",
            FieldType.Number when _model.Size == 1 => $"{FieldRun.Name}[{offset}] = {value};",
            FieldType.Number => $"{BinaryPrimitives}.Write{Width}BigEndian({FieldRun.From(offset)}, {value});",
            FieldType.Octets => $"{value}.CopyTo({slice}, {command}, {name});",
            _ => $"{value}.TryWriteBytes({FieldRun.From(offset)}, bigEndian: true, out _);",
        };
    }

    /// <summary>The statement that reads it from among its neighbours' bytes, unless it is constant.</summary>
    public string ReadAt(int offset) => _model.Type switch
    {
        FieldType.Number => $"{Varying!.Storage} = {NumberAt(offset)};",
        FieldType.Octets => $"reader.ReadBytes(ref {Varying!.Storage}, {offset}, {_model.Size});",
        _ => $"{Varying!.Storage} = new global::System.Guid({FieldRun.Name}.Slice({offset}, {FixedSize}), bigEndian: true);",
    };

    /// <summary>The condition under which it is not the constant it must be.</summary>
    public string IsNotConstantAt(int offset) => $"{NumberAt(offset)} != {_model.Constant!.Text}";

    /// <summary>The condition under which it is there, and what it must be; otherwise the reader notes it.</summary>
    public string Require
        => $"({(Varying is null ? ReadConstant : $"reader.Skip({FixedSize})")} || reader.Fail({CSharp.Literal(_model.Name.Text)}))";

    private string NumberAt(int offset)
        => _model.Size == 1 ? $"{FieldRun.Name}[{offset}]" : $"{BinaryPrimitives}.Read{Width}BigEndian({FieldRun.From(offset)})";

    /// <summary>The statement that takes it from a message's ZPL.</summary>
    public string FromZpl
    {
        get
        {
            CodecField varying = Varying!;
            string name = CSharp.Literal(_model.Name.C);
            return _model.Type switch
            {
                FieldType.Number => $"message.{varying.Storage} = ({NumberType}){ZplMessage}.GetNumber(content, {name}, {NumberType}.MaxValue);",
                FieldType.Uuid => $"message.{varying.Storage} = {ZplMessage}.GetUuid(content, {name});",
                FieldType.String or FieldType.LongStr => $"message.{varying.Property} = {ZplMessage}.GetText(content, {name});",
                FieldType.Strings => $"message.{varying.Property}.ReplaceWith({ZplMessage}.GetStrings(content, {name}));",
                FieldType.Hash => $"message.{varying.Property}.ReplaceWith({ZplMessage}.GetHash(content, {name}));",
                FieldType.Msg => $"message.{varying.Property}.CopyFrom({ZplMessage}.GetFrames(content, {name}));",
                FieldType.Octets => $"message.{varying.Property} = {ZplMessage}.GetFixedBytes(content, {name}, {_model.Size});",
                _ => $"message.{varying.Property} = {ZplMessage}.GetBytes(content, {name});",
            };
        }
    }

    /// <summary>The statement that adds it to the message's ZPL.</summary>
    public string ToZpl
    {
        get
        {
            string name = CSharp.Literal(_model.Name.C);
            if (Varying is null)
                return $"content.Add({name}, {CSharp.Literal(_model.Constant!.Text)});";
            return _model.Type switch
            {
                FieldType.Number => $"{ZplMessage}.AddNumber(content, {name}, {Varying.Storage});",
                FieldType.Uuid => $"{ZplMessage}.AddUuid(content, {name}, {Varying.Storage});",
                FieldType.String or FieldType.LongStr => $"content.Add({name}, {Varying.Property});",
                FieldType.Strings => $"{ZplMessage}.AddStrings(content, {name}, {Varying.Property});",
                FieldType.Hash => $"{ZplMessage}.AddHash(content, {name}, {Varying.Property});",
                FieldType.Msg => $"{ZplMessage}.AddFrames(content, {name}, {Varying.Property});",
                _ => $"{ZplMessage}.AddBytes(content, {name}, {Varying.Property});",
            };
        }
    }

    /// <summary>The argument with the test values of the field, or with what a new message has.</summary>
    public string TestArgument
    {
        get
        {
            EquatableArray<TestValue> tests = _model.Tests;
            string first = tests.Count > 0 ? tests[0].Value : "";
            return _model.Type switch
            {
                FieldType.Number => tests.Count > 0 ? first : "0",
                FieldType.Uuid => tests.Count > 0 ? $"new global::System.Guid({CSharp.Literal(first.Replace("-", ""))})" : "default",
                FieldType.String or FieldType.LongStr => CSharp.Literal(first),
                FieldType.Strings => $"new string[] {{ {string.Join(", ", tests.Select(test => CSharp.Literal(test.Value)))} }}",
                FieldType.Hash => tests.Count > 0
                    ? $"new global::System.Collections.Generic.Dictionary<string, string> {{ {string.Join(", ", tests.Select(test => $"[{CSharp.Literal(test.Name!)}] = {CSharp.Literal(test.Value)}"))} }}"
                    : "null",
                // A msg that was never set travels as one empty frame, so that without a value it is made of one.
                FieldType.Msg => $"new global::ZProto.FrameList {{ {CSharp.Literal(first)}u8 }}",
                FieldType.Octets when tests.Count == 0 => $"new byte[{_model.Size}]",
                _ => $"{CSharp.Literal(first)}u8",
            };
        }
    }

    /// <summary>Whether the model has test values for it.</summary>
    public bool HasTest => _model.Tests.Count > 0;

    private string NumberType => CodecField.NumberType(_model.Size);

    // What reads and writes a number of its size is called by it.
    private string Width => _model.Size switch
    {
        1 => "Byte",
        2 => "UInt16",
        4 => "UInt32",
        _ => "UInt64",
    };

    // A number that other messages carry with more bytes.
    private bool IsNarrow => _model.Type == FieldType.Number && Varying is not null && _model.Size < Varying.Model.Size;

    private string Narrow => $"narrow{Varying!.Property}";

    private bool IsText => _model.Type is FieldType.String or FieldType.LongStr or FieldType.Strings or FieldType.Hash;

    private int ConstantLength => Varying is null ? Encoding.UTF8.GetByteCount(_model.Constant!.Text) : 0;

    private string ReadConstant => _model.Type switch
    {
        FieldType.Number => $"reader.ReadConstant{Width}({_model.Constant!.Number})",
        FieldType.String => $"reader.ReadConstantString({CSharp.Literal(_model.Constant!.Text)}u8)",
        _ => $"reader.ReadConstantLongStr({CSharp.Literal(_model.Constant!.Text)}u8)",
    };

    /// <summary>The statement that writes it.</summary>
    /// <param name="command">The message's name as a literal, for errors.</param>
    public string Write(string command) => (Varying is null ? WriteConstant : WriteValue(Varying, command)) + ";";

    private string WriteConstant => _model.Type switch
    {
        FieldType.Number => $"writer.Write{Width}({_model.Constant!.Number})",
        FieldType.String => $"writer.WriteConstantString({CSharp.Literal(_model.Constant!.Text)}u8)",
        _ => $"writer.WriteChunk({CSharp.Literal(_model.Constant!.Text)}u8)",
    };

    private string WriteValue(CodecField field, string command)
    {
        string name = CSharp.Literal(_model.Name.Text);
        return _model.Type switch
        {
            FieldType.Number => IsNarrow
                ? $"{Zp}FrameWriter.WriteNarrowNumber(writer.Reserve({_model.Size}), {field.Storage}, {command}, {name})"
                : $"writer.Write{Width}({field.Storage})",
            FieldType.Octets => $"writer.WriteBytes(in {field.Storage}, {_model.Size}, {command}, {name})",
            FieldType.String => $"writer.WriteString(ref {field.Storage}, {command}, {name})",
            FieldType.LongStr => $"writer.WriteLongStr(ref {field.Storage})",
            FieldType.Strings => $"writer.WriteStrings({field.Storage})",
            FieldType.Hash => $"writer.WriteHash({field.Storage}, {command}, {name})",
            FieldType.Chunk => $"writer.WriteChunk({field.Storage}.Span)",
            FieldType.Uuid => $"writer.WriteUuid({field.Storage})",
            FieldType.Frame => $"writer.AddFrame(in {field.Storage})",
            _ => $"writer.AddFrames({field.Storage})",
        };
    }

    private string ReadValue(CodecField field) => _model.Type switch
    {
        FieldType.Number => $"reader.Read{Width}(out {field.Storage})",
        FieldType.Octets => $"reader.ReadBytes(ref {field.Storage}, {_model.Size})",
        FieldType.String => $"reader.ReadString(ref {field.Storage})",
        FieldType.LongStr => $"reader.ReadLongStr(ref {field.Storage})",
        FieldType.Strings => $"reader.ReadStrings(ref {field.Storage})",
        FieldType.Hash => $"reader.ReadHash(ref {field.Storage})",
        FieldType.Chunk => $"reader.ReadChunk(ref {field.Storage})",
        FieldType.Uuid => $"reader.ReadUuid(out {field.Storage})",
        FieldType.Frame => $"reader.ReadFrame(ref {field.Storage})",
        _ => $"reader.ReadFrames(ref {field.Storage})",
    };
}
