using System.Globalization;
using ZProto.Model;
using ZProto.Model.Documents;

namespace ZProto.Tool.Dynamic;

/// <summary>An unsigned number.</summary>
internal sealed class DynamicNumber(FieldModel field) : DynamicField(field)
{
    private ulong _number = field.Constant?.Number ?? 0;

    public override object Json => _number;

    public override string Text => _number.ToString(CultureInfo.InvariantCulture);

    protected override string TypeWithSize => $"{Field.Type.Name} {Field.Size}";

    private ulong Largest => ulong.MaxValue >> (64 - (8 * Field.Size));

    protected override void Parse(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = isHex
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _number);
        if (!isNumber || _number > Largest)
            throw InvalidValue($"'{text}' is not a number from 0 to {Largest}, in decimal or 0x hex");
    }

    public override void Write(ref FrameWriter writer, string message)
    {
        switch (Field.Size)
        {
            case 1:
                writer.WriteByte((byte)_number);
                break;
            case 2:
                writer.WriteUInt16((ushort)_number);
                break;
            case 4:
                writer.WriteUInt32((uint)_number);
                break;
            default:
                writer.WriteUInt64(_number);
                break;
        }
    }

    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddFrame(DocumentText.ToBytes(_number, Field.Size));

    protected override bool ReadFrame(ref FrameReader reader)
    {
        switch (Field.Size)
        {
            case 1:
                bool read = reader.ReadFrame(out byte value);
                _number = value;
                return read;
            case 2:
                read = reader.ReadFrame(out ushort two);
                _number = two;
                return read;
            case 4:
                read = reader.ReadFrame(out uint four);
                _number = four;
                return read;
            default:
                return reader.ReadFrame(out _number);
        }
    }

    public override bool Read(ref FrameReader reader) => Field.Constant is null ? ReadValue(ref reader) : ReadConstant(ref reader);

    private bool ReadValue(ref FrameReader reader)
    {
        switch (Field.Size)
        {
            case 1:
                bool read = reader.ReadByte(out byte value);
                _number = value;
                return read;
            case 2:
                read = reader.ReadUInt16(out ushort two);
                _number = two;
                return read;
            case 4:
                read = reader.ReadUInt32(out uint four);
                _number = four;
                return read;
            default:
                return reader.ReadUInt64(out _number);
        }
    }

    private bool ReadConstant(ref FrameReader reader) => Field.Size switch
    {
        1 => reader.ReadConstantByte((byte)_number),
        2 => reader.ReadConstantUInt16((ushort)_number),
        4 => reader.ReadConstantUInt32((uint)_number),
        _ => reader.ReadConstantUInt64(_number),
    };
}
