using System.Buffers.Binary;
using System.Text;

namespace ZProto.Transport.Tests;

/// <summary>The frames of the Hello protocol, made by hand as its wire description says: two bytes of signature, the id, and the fields.</summary>
public static class HelloBytes
{
    public static byte[] Ping(uint sequence) => Head(3, sequence);

    public static byte[] PingOk(uint sequence) => Head(4, sequence);

    public static byte[] Greet(uint sequence, string name) => [.. Head(1, sequence), .. Text(name)];

    public static byte[] World(uint sequence, string name) => [.. Head(2, sequence), .. Text(name)];

    private static byte[] Head(byte id, uint sequence)
    {
        byte[] head = [0xAA, 0xA7, id, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(3), sequence);
        return head;
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
