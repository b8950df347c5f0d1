using ZProto.Model.WireTypes;

namespace ZProto.Generator.Codec.Fields;

/// <summary>Numbers of so many bytes in generated code.</summary>
internal static class NumberCode
{
    private const string BinaryPrimitives = "global::System.Buffers.Binary.BinaryPrimitives";

    /// <summary>The type of a number.</summary>
    public static string GetType(int size) => WireType.Number.GetArgumentType(size);

    /// <summary>What the methods that read and write a number are called by.</summary>
    public static string GetWidth(int size) => size switch
    {
        1 => "Byte",
        2 => "UInt16",
        4 => "UInt32",
        _ => "UInt64",
    };

    /// <summary>The statement that writes a number into a run.</summary>
    public static string WriteAt(int offset, int size, string value)
        => size == 1 ? $"{FieldRun.Bytes}[{offset}] = {value};" : $"{BinaryPrimitives}.Write{GetWidth(size)}BigEndian({FieldRun.From(offset)}, {value});";

    /// <summary>The expression that reads a number from a run.</summary>
    public static string ReadAt(int offset, int size)
        => size == 1 ? $"{FieldRun.Bytes}[{offset}]" : $"{BinaryPrimitives}.Read{GetWidth(size)}BigEndian({FieldRun.From(offset)})";
}
