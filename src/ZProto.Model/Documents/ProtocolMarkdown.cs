using ZProto.Model.Reading;
using ZProto.Model.WireTypes;
using ZProto.Model.Xml;
using static ZProto.Model.Documents.MarkdownText;

namespace ZProto.Model.Documents;

/// <summary>What the document of a protocol says: its messages, byte by byte, its composed types, and its grammar.</summary>
internal static class ProtocolMarkdown
{
    public static void Write(MarkdownText text, ProtocolModel protocol)
    {
        text.Heading(2, "Messages");
        if (protocol.Framing == ProtocolFraming.Frames)
            ByFrames(text, protocol);
        else
            ByFields(text, protocol);
        ComposedTypes(text, protocol);
        Types(text, protocol);
        text.Heading(2, "Grammar");
        text.Fence("abnf", AbnfDocument.Write(protocol));
    }

    private static void ByFields(MarkdownText text, ProtocolModel protocol)
    {
        text.Table(
            ["message", "id", "sent by", "description"],
            protocol.Messages.Select(message => (string[])[Code(message.Name.Text), DocumentText.Format(message.Id), message.Role ?? "", Line(message.Description)]));
        text.Paragraph("Offsets and sizes below are bytes; n is the length of what has no fixed one.");
        foreach (MessageModel message in protocol.Messages)
        {
            Heading(text, message, $"Id {DocumentText.Format(message.Id)}");
            text.Table(["frame", "offset", "size", "field", "type", "description"], new FrameLayout(protocol, message).Rows);
        }
    }

    private static void ByFrames(MarkdownText text, ProtocolModel protocol)
    {
        text.Table(
            ["message", "sent by", "description"],
            protocol.Messages.Select(message => (string[])[Code(message.Name.Text), message.Role ?? "", Line(message.Description)]));
        text.Paragraph("Every field is a frame. Sizes below are bytes; n is the length of what has no fixed one.");
        foreach (MessageModel message in protocol.Messages)
        {
            Heading(text, message, FramesLayout.GetCount(message));
            text.Table(["frame", "size", "field", "type", "description"], FramesLayout.GetRows(message));
        }
    }

    private static void Heading(MarkdownText text, MessageModel message, string what)
    {
        text.Heading(3, Line(message.Name.Text));
        text.Description(message.Description);
        text.Paragraph($"{what}{(message.Role is null ? "" : $", sent by the {message.Role}")}.");
    }

    // The model has composed types as their parts; their definitions are only in its source.
    private static void ComposedTypes(MarkdownText text, ProtocolModel protocol)
    {
        List<XmlElement> types = protocol.Source?.Children("type").ToList() ?? [];
        if (types.Count == 0)
            return;
        text.Heading(2, "Composed types");
        text.Paragraph("A field of such a type stands in the messages as its parts, each with the field's name before its own.");
        foreach (XmlElement type in types)
        {
            text.Heading(3, Line(type.Attribute("name")?.Value ?? ""));
            text.Description(type.GetDescription());
            text.Table(
                ["field", "type", "description"],
                type.Children("field").Select(field => (string[])[Code(field.Attribute("name")?.Value ?? ""), Type(field), Line(field.GetDescription())]));
        }
    }

    private static string Type(XmlElement field)
    {
        string type = field.GetNonEmptyAttribute("type")?.Value.Trim() ?? "";
        return field.GetNonEmptyAttribute("size") is { } size ? $"{Line(type)} {Line(size.Value)}" : Line(type);
    }

    private static void Types(MarkdownText text, ProtocolModel protocol)
    {
        var used = new HashSet<WireType>(protocol.Messages.SelectMany(message => message.Fields).Select(field => field.Type));
        if (used.Count == 0)
            return;
        text.Heading(2, "Types");
        text.Table(["type", "on the wire"], WireType.All.Where(used.Contains).Select(type => (string[])[type.Name, protocol.Framing == ProtocolFraming.Frames ? type.FrameWire : type.Wire]));
    }
}
