using System.Text;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A constant: written always, checked on read.</summary>
internal sealed class DynamicConstant(FieldModel field) : DynamicField(field)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(field.Constant!.Text);

    public override object Json => Field.Type == FieldType.Number ? Number : Field.Constant!.Text;

    public override string Text => Field.Type == FieldType.Number ? Field.Constant!.Text : Terminal.Literal(Field.Constant!.Text);

    public override string Type => $"{base.Type}, constant";

    private ulong Number => Field.Constant!.Number;

    public override void Set(string text) => throw InvalidValue($"it is always {Text}, and cannot be set");

    public override void Write(ref FrameWriter writer, string message)
    {
        if (Field.Type == FieldType.Number)
            DynamicNumber.Write(ref writer, Number, Field.Size);
        else if (Field.Type == FieldType.String)
            writer.WriteConstantString(_utf8);
        else
            writer.WriteChunk(_utf8);
    }

    public override bool Read(ref FrameReader reader) => Field.Type switch
    {
        FieldType.String => reader.ReadConstantString(_utf8),
        FieldType.LongStr => reader.ReadConstantLongStr(_utf8),
        _ => Field.Size switch
        {
            1 => reader.ReadConstantByte((byte)Number),
            2 => reader.ReadConstantUInt16((ushort)Number),
            4 => reader.ReadConstantUInt32((uint)Number),
            _ => reader.ReadConstantUInt64(Number),
        },
    };
}
