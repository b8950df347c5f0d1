using ZProto.Codec;
using ZProto.Model;
using ZProto.Model.Reading;

namespace ZProto.Tool.Dynamic;

/// <summary>A message that is written and read by its model alone, byte for byte as the generated codec does.</summary>
internal sealed partial class DynamicMessage
{
    private readonly ProtocolModel _protocol;
    private readonly DynamicField[] _fields;
    private TextField _topic;

    private DynamicMessage(ProtocolModel protocol, MessageModel model)
    {
        _protocol = protocol;
        Model = model;
        _fields = [.. model.Fields.Select(DynamicField.Create)];
    }

    /// <summary>Which message it is.</summary>
    public MessageModel Model { get; }

    /// <summary>Its fields, in the order of the wire, constants among them.</summary>
    public IReadOnlyList<DynamicField> Fields => _fields;

    /// <summary>Its topic, or null where the protocol has none.</summary>
    public string? Topic => _protocol.PubSub ? _topic.Text : null;

    /// <summary>Makes a message of what the command line says.</summary>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="name">Its name.</param>
    /// <param name="topic">Its topic, or null.</param>
    /// <param name="assignments">Values of fields, each <c>field=value</c>.</param>
    /// <exception cref="ToolException">The protocol has no such message, or the message no such field or value.</exception>
    public static DynamicMessage Create(ProtocolModel protocol, string name, string? topic, IEnumerable<string> assignments)
    {
        var wanted = new ModelName(name);
        MessageModel model = protocol.Messages.FirstOrDefault(message => message.Name.Equals(wanted))
            ?? throw ToolException.Usage($"protocol '{protocol.Name.Text}' has no message '{name}'{Hint(name, protocol.Messages.Select(message => message.Name.Text), "its messages")}");
        var message = new DynamicMessage(protocol, model);
        if (topic is not null && !protocol.PubSub)
            throw ToolException.Usage($"protocol '{protocol.Name.Text}' has no topics, as it has no pubsub=\"1\"");
        message._topic.Text = topic ?? "";
        var set = new HashSet<DynamicField>();
        foreach (string assignment in assignments)
            message.Assign(assignment, set);
        return message;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="reader">The frames.</param>
    /// <param name="sender">The role of who sent it, or null where that is not known.</param>
    /// <param name="error">Why they are not a message.</param>
    /// <returns>The message, or null.</returns>
    public static DynamicMessage? Decode(ProtocolModel protocol, ref FrameReader reader, string? sender, out DecodeError error)
    {
        bool byFrames = protocol.Framing == ProtocolFraming.Frames;
        DynamicMessage? message = byFrames ? ReadFrames(protocol, ref reader, sender) : Read(protocol, ref reader);
        error = message is not null ? default : byFrames ? reader.FrameError : reader.Error;
        return message;
    }

    /// <summary>The message's frames.</summary>
    /// <exception cref="MessageEncodeException">A field holds what the wire cannot carry.</exception>
    public MultipartMessage Encode()
    {
        var frames = new MultipartMessage();
        var writer = new FrameWriter(frames);
        string name = Model.Name.Text;
        if (_protocol.Framing == ProtocolFraming.Frames)
        {
            EncodeFrames(ref writer, name);
            return frames;
        }
        if (_protocol.PubSub)
            writer.WriteTopicHeader(Model.Id, ref _topic, name);
        else
            writer.WriteHeader(_protocol.Header, Model.Id);
        foreach (DynamicField field in _fields.Where(field => !field.Field.Type.IsFrame))
            field.Write(ref writer, name);
        writer.EndFrame();
        foreach (DynamicField field in _fields.Where(field => field.Field.Type.IsFrame))
            field.Write(ref writer, name);
        return frames;
    }

    private static DynamicMessage? Read(ProtocolModel protocol, ref FrameReader reader)
    {
        var received = default(ReceivedFrame);
        var topic = default(TextField);
        byte id;
        bool hasHead = protocol.PubSub
            ? reader.ReadTopicHeader(ref received, ref topic, out id)
            : reader.ReadHeader(protocol.Header, out id);
        if (!hasHead)
            return null;
        if (protocol.Messages.FirstOrDefault(known => known.Id == id) is not { } model)
        {
            reader.FailUnknownId();
            return null;
        }
        if (!protocol.PubSub)
            reader.CopyFrame(ref received);
        if (protocol is { PubSub: true, RequiresUtf8: true } && !reader.RequireUtf8(ref topic))
        {
            reader.Fail("topic");
            return null;
        }
        var message = new DynamicMessage(protocol, model) { _topic = topic };
        foreach (DynamicField field in message._fields)
        {
            if (!field.Read(ref reader) || (protocol.RequiresUtf8 && !field.RequireUtf8(ref reader)))
            {
                reader.Fail(field.Field.Name.Text);
                return null;
            }
        }
        return message;
    }

    private void Assign(string assignment, HashSet<DynamicField> set)
    {
        int end = assignment.IndexOf('=', StringComparison.Ordinal);
        if (end < 0)
            throw ToolException.Usage($"'{assignment}' is no field=value");
        string name = assignment[..end];
        var wanted = new ModelName(name);
        DynamicField field = Array.Find(_fields, field => field.Field.Name.Equals(wanted))
            ?? throw ToolException.Usage($"message '{Model.Name.Text}' has no field '{name}'{Hint(name, _fields.Where(field => field.Field.Constant is null).Select(field => field.Field.Name.Text), "its fields")}");
        if (!set.Add(field) && !field.IsList)
            throw ToolException.Usage($"field '{field.Field.Name.Text}' is given twice");
        field.Set(assignment[(end + 1)..]);
    }

    private static string Hint(string name, IEnumerable<string> names, string what)
    {
        string[] known = [.. names];
        string hint = new SpellingHints().Hint(name, known);
        return hint.Length > 0 || known.Length == 0 ? hint : $"; {what} are {string.Join(", ", known)}";
    }
}
