using System.Buffers.Binary;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using ZProto.Configuration;

namespace ZProto.Codec;

/// <summary>
/// Messages as ZPL, in the form of zproto's C codecs: <c>message</c>, <c>routing_id</c>, <c>topic</c>, and a section
/// <c>content</c> with a property for each field, bytes in hexadecimal. Generated code uses this class.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ZplMessage
{
    private const int LongFrame = 255;

    /// <summary>Makes the ZPL of a message, without its fields.</summary>
    /// <param name="protocol">The protocol's class, as the model names it.</param>
    /// <param name="message">The message, as C names it.</param>
    /// <param name="routingId">The message's routing id.</param>
    public static ZplNode Create(string protocol, string message, RoutingId routingId)
    {
        var node = new ZplNode(protocol);
        node.Add("message", message);
        if (!routingId.IsEmpty)
            node.Add("routing_id", routingId.ToString());
        return node;
    }

    /// <summary>Adds a number.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">The number.</param>
    public static void AddNumber(ZplNode content, string name, ulong value)
        => Required(content).Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds bytes, in hexadecimal.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="bytes">The bytes.</param>
    public static void AddBytes(ZplNode content, string name, ReadOnlySpan<byte> bytes)
        => Required(content).Add(name, Hex.ToString(bytes));

    /// <summary>Adds a UUID.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">The UUID.</param>
    public static void AddUuid(ZplNode content, string name, Guid value)
        => Required(content).Add(name, value.ToString("N").ToUpperInvariant());

    /// <summary>Adds a list as a section of numbered values.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="list">The list.</param>
    public static void AddStrings(ZplNode content, string name, StringList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        ZplNode section = Required(content).Add(name);
        for (int i = 0; i < list.Count; i++)
            section.Add(i.ToString(CultureInfo.InvariantCulture), list[i]);
    }

    /// <summary>Adds a table as a section of its entries.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="map">The table.</param>
    public static void AddHash(ZplNode content, string name, StringMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        ZplNode section = Required(content).Add(name);
        foreach ((string key, string value) in map)
            section.Add(key, value);
    }

    /// <summary>Adds frames as the hexadecimal of what CZMQ's <c>zmsg_encode</c> makes of them; nothing where they were never set.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="frames">The frames.</param>
    public static void AddFrames(ZplNode content, string name, FrameList frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (!frames.IsSet)
            return;
        var hex = new StringBuilder();
        Span<byte> head = stackalloc byte[5];
        foreach (ReadOnlyMemory<byte> frame in frames)
        {
            head[0] = (byte)Math.Min(frame.Length, LongFrame);
            BinaryPrimitives.WriteInt32BigEndian(head[1..], frame.Length);
            hex.Append(Hex.ToString(frame.Length < LongFrame ? head[..1] : head)).Append(Hex.ToString(frame.Span));
        }
        Required(content).Add(name, hex.ToString());
    }

    /// <summary>The name of the message that a ZPL describes, without the protocol's, as C names it.</summary>
    /// <param name="node">The ZPL.</param>
    /// <param name="protocol">The protocol's class, as C names it in capitals.</param>
    /// <exception cref="ZplException">There is no name.</exception>
    public static string GetMessage(ZplNode node, string protocol)
    {
        string name = Required(node).Find("message")?.Value ?? throw Error(node, "there is no 'message'");
        string upper = string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        return upper.StartsWith(protocol + "_", StringComparison.Ordinal) ? upper[(protocol.Length + 1)..] : upper;
    }

    /// <summary>An error for a message that the protocol does not have.</summary>
    /// <param name="node">The ZPL.</param>
    public static ZplException UnknownMessage(ZplNode node)
    {
        ZplNode message = Required(node).Find("message")!;
        return Error(message, $"there is no message '{message.Value}' in this protocol");
    }

    /// <summary>The section of the fields.</summary>
    /// <param name="node">The ZPL.</param>
    /// <exception cref="ZplException">There is none.</exception>
    public static ZplNode GetContent(ZplNode node)
        => Required(node).Find("content") ?? throw Error(node, "there is no 'content'");

    /// <summary>The routing id, or none.</summary>
    /// <param name="node">The ZPL.</param>
    /// <exception cref="ZplException">It is not hexadecimal, or longer than 255 bytes.</exception>
    public static RoutingId GetRoutingId(ZplNode node)
    {
        byte[] bytes = GetBytes(node, "routing_id");
        return bytes.Length <= RoutingId.MaxLength
            ? new RoutingId(bytes)
            : throw Error(node.Find("routing_id")!, $"routing_id has {bytes.Length} bytes, and at most {RoutingId.MaxLength} are allowed");
    }

    /// <summary>A number; 0 where it is missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="max">The largest number that the field can hold.</param>
    /// <exception cref="ZplException">It is no number, or too large.</exception>
    public static ulong GetNumber(ZplNode content, string name, ulong max)
    {
        if (Required(content).Find(name) is not { Value: { } text } node)
            return 0;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value <= max)
            return value;
        // C prints numbers of eight bytes as signed ones.
        if (max == ulong.MaxValue && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed))
            return unchecked((ulong)signed);
        throw Error(node, $"{name}: '{text}' is not a number from 0 to {max}");
    }

    /// <summary>A text; empty where it is missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    public static string GetText(ZplNode content, string name) => Required(content).Find(name)?.Value ?? "";

    /// <summary>Bytes; none where they are missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <exception cref="ZplException">They are not hexadecimal.</exception>
    public static byte[] GetBytes(ZplNode content, string name)
    {
        if (Required(content).Find(name) is not { Value: { } text } node)
            return [];
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw Error(node, $"{name}: '{text}' is not an even number of hexadecimal digits");
        }
    }

    /// <summary>The bytes of a field of fixed size; zeros where they are missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <param name="size">How many bytes the field has; whether it has them is seen when it is encoded.</param>
    /// <exception cref="ZplException">They are not hexadecimal.</exception>
    public static byte[] GetFixedBytes(ZplNode content, string name, int size)
        => Required(content).Find(name)?.Value is null ? new byte[size] : GetBytes(content, name);

    /// <summary>A UUID; zeros where it is missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <exception cref="ZplException">It is no UUID.</exception>
    public static Guid GetUuid(ZplNode content, string name)
    {
        if (Required(content).Find(name) is not { Value: { } text } node)
            return Guid.Empty;
        return Guid.TryParse(text, out Guid value) ? value : throw Error(node, $"{name}: '{text}' is not a UUID of 32 hexadecimal digits");
    }

    /// <summary>The values of a section, as a list; none where it is missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    public static IEnumerable<string>? GetStrings(ZplNode content, string name)
        => Required(content).Find(name)?.Children.Select(child => child.Value ?? "");

    /// <summary>The entries of a section, as a table; none where it is missing. Of a repeated name the last stays, as in C.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    public static IEnumerable<KeyValuePair<string, string>>? GetHash(ZplNode content, string name)
        => Required(content).Find(name)?.Children.Select(child => new KeyValuePair<string, string>(child.Name, child.Value ?? ""));

    /// <summary>Frames from the hexadecimal of what CZMQ's <c>zmsg_encode</c> makes of them; null where they are missing.</summary>
    /// <param name="content">The section of the fields.</param>
    /// <param name="name">The field.</param>
    /// <exception cref="ZplException">They are not frames in that form.</exception>
    public static FrameList? GetFrames(ZplNode content, string name)
    {
        if (Required(content).Find(name) is not { } node)
            return null;
        var frames = new FrameList();
        frames.Clear();
        ReadOnlySpan<byte> bytes = GetBytes(content, name);
        while (bytes.Length > 0)
        {
            uint length = bytes[0];
            bytes = bytes[1..];
            if (length == LongFrame)
            {
                if (!BinaryPrimitives.TryReadUInt32BigEndian(bytes, out length))
                    throw Error(node, $"{name}: a frame's length is cut");
                bytes = bytes[sizeof(uint)..];
            }
            if (length > bytes.Length)
                throw Error(node, $"{name}: a frame of {length} bytes has only {bytes.Length}");
            frames.Add(bytes[..(int)length]);
            bytes = bytes[(int)length..];
        }
        return frames;
    }

    private static ZplNode Required(ZplNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node;
    }

    private static ZplException Error(ZplNode node, string message) => new(new ZplError(node.Line, 0, message));
}
