using System.Runtime.InteropServices;
using System.Text;

namespace ZProto.Native;

/// <summary>What libzmq knows of the sender of a message.</summary>
internal static unsafe class MessageProperties
{
    /// <summary>A property that libzmq keeps of the sender, or null where it keeps none.</summary>
    /// <param name="message">A part of the message.</param>
    /// <param name="name">The property, with a zero at its end.</param>
    public static string? Get(void* message, ReadOnlySpan<byte> name)
    {
        fixed (byte* pointer = name)
            return Marshal.PtrToStringUTF8((nint)Zmq.zmq_msg_gets(message, pointer));
    }

    /// <summary>Whether a property has a value; one that libzmq does not keep is empty. Makes nothing.</summary>
    /// <param name="message">A part of the message.</param>
    /// <param name="name">The property, with a zero at its end.</param>
    /// <param name="value">The value.</param>
    public static bool Is(void* message, ReadOnlySpan<byte> name, string value)
    {
        fixed (byte* pointer = name)
            return IsText(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Zmq.zmq_msg_gets(message, pointer)), value);
    }

    private static bool IsText(ReadOnlySpan<byte> utf8, string text)
    {
        const int Short = 256;
        if (Encoding.UTF8.GetByteCount(text) != utf8.Length)
            return false;
        Span<byte> bytes = utf8.Length <= Short ? stackalloc byte[Short] : new byte[utf8.Length];
        return utf8.SequenceEqual(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
