using static ZProto.Model.Documents.MarkdownText;

namespace ZProto.Model.Documents;

/// <summary>A model as a Markdown document: a protocol with the layout of its messages, or an engine with its states.</summary>
public static class MarkdownDocument
{
    /// <summary>Writes the document of a model.</summary>
    /// <param name="model">The model.</param>
    public static string Write(ClassModel model)
    {
        if (model is null)
            throw new ArgumentNullException(nameof(model));
        var text = new MarkdownText();
        text.Heading(1, Line(model.Title.Length > 0 ? model.Title : model.Name.Text));
        text.Paragraph($"{Code(model.Name.Text)}: {Kind(model)}.");
        text.Description(model.Description);
        if (model is ProtocolModel protocol)
            ProtocolMarkdown.Write(text, protocol);
        if (model is EngineModel engine)
            EngineMarkdown.Write(text, engine);
        Defines(text, model);
        return text.ToString();
    }

    private static string Kind(ClassModel model)
    {
        if (model is ProtocolModel protocol)
            return protocol.PubSub ? "a protocol, published with topics" : protocol.Framing == ProtocolFraming.Frames ? "a protocol, each field of which is a frame" : $"a protocol, signature {DocumentText.Format(protocol.Signature)}";
        string speaks = (model as EngineModel)?.ProtocolClass is { } spoken ? $" that speaks {Code(spoken.Name.Text)}" : "";
        return $"a {model.Kind.ToString().ToLowerInvariant()}{speaks}";
    }

    private static void Defines(MarkdownText text, ClassModel model)
    {
        if (model.Defines.Count == 0)
            return;
        text.Heading(2, "Constants");
        text.Table(["constant", "value", "description"], model.Defines.Select(define => (string[])[Code(define.Name.Text), Code(define.Value), Line(define.Description)]));
    }
}
