using System.Buffers.Binary;
using System.Text;

namespace ZProto.Transport.Tests;

/// <summary>The bytes of ZMTP 3.0 as they go over the wire, right or as wrong as a test wants them.</summary>
/// <remarks>Source: ZeroMQ RFC 23 (ZMTP 3.0).</remarks>
public static class Zmtp
{
    /// <summary>The flags of a frame.</summary>
    private const byte More = 1;
    private const byte Long = 2;
    private const byte CommandFlag = 4;

    /// <summary>A greeting.</summary>
    public static byte[] Greeting(string mechanism = "NULL", byte major = 3, byte minor = 0, bool asServer = false)
    {
        var greeting = new byte[64];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = major;
        greeting[11] = minor;
        Encoding.ASCII.GetBytes(mechanism).CopyTo(greeting, 12);
        greeting[32] = asServer ? (byte)1 : (byte)0;
        return greeting;
    }

    /// <summary>The READY command of a DEALER with a routing id of any length.</summary>
    public static byte[] Ready(byte[]? routingId = null, string socketType = "DEALER")
        => Command("READY", [.. Property("Socket-Type", Encoding.ASCII.GetBytes(socketType)), .. Property("Identity", routingId ?? [])]);

    /// <summary>A property of a handshake's metadata.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="length">The length it claims to have; null for the right one.</param>
    public static byte[] Property(string name, byte[] value, uint? length = null)
    {
        var size = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(size, length ?? (uint)value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size, .. value];
    }

    /// <summary>A command with its name.</summary>
    public static byte[] Command(string name, params byte[] body)
        => Frame(CommandFlag, [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. body]);

    /// <summary>A command frame with a body that need not have a name.</summary>
    public static byte[] BareCommand(params byte[] body) => Frame(CommandFlag, body);

    /// <summary>A message, or one frame of one.</summary>
    public static byte[] Message(byte[] body, bool more = false) => Frame(more ? More : (byte)0, body);

    /// <summary>A frame with any flags.</summary>
    public static byte[] Frame(byte flags, byte[] body)
        => body.Length <= byte.MaxValue ? [flags, (byte)body.Length, .. body] : [.. LongHead(flags, (ulong)body.Length), .. body];

    /// <summary>The head of a frame that announces a length, whatever follows.</summary>
    public static byte[] LongHead(byte flags, ulong length)
    {
        var head = new byte[1 + sizeof(ulong)];
        head[0] = (byte)(flags | Long);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(1), length);
        return head;
    }
}
