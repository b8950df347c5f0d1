using System.Globalization;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>An unsigned number.</summary>
internal sealed class DynamicNumber(FieldModel field) : DynamicField(field)
{
    private ulong _number;

    public override object Json => _number;

    public override string Text => _number.ToString(CultureInfo.InvariantCulture);

    public override string Type => $"number {Field.Size}";

    private ulong Largest => ulong.MaxValue >> (64 - (8 * Field.Size));

    public override void Set(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = isHex
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _number);
        if (!isNumber || _number > Largest)
            throw InvalidValue($"'{text}' is not a number from 0 to {Largest}, in decimal or 0x hex");
    }

    public override void Write(ref FrameWriter writer, string message) => Write(ref writer, _number, Field.Size);

    public override bool Read(ref FrameReader reader)
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

    /// <summary>Writes a number of 1, 2, 4 or 8 bytes.</summary>
    public static void Write(ref FrameWriter writer, ulong number, int size)
    {
        switch (size)
        {
            case 1:
                writer.WriteByte((byte)number);
                break;
            case 2:
                writer.WriteUInt16((ushort)number);
                break;
            case 4:
                writer.WriteUInt32((uint)number);
                break;
            default:
                writer.WriteUInt64(number);
                break;
        }
    }
}
