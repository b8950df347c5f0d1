using ZProto.Model.Frames;
using ZProto.Model.WireTypes;

namespace ZProto.Model.Reading;

/// <summary>Reads what only a protocol has whose fields are frames: the field of the messages' ids, optional fields, and how messages are told from each other.</summary>
internal static class FramesReader
{
    private static readonly ModelName s_id = new("id");

    /// <summary>The header, whose field <c>id</c> without a value carries the message's id.</summary>
    public static IReadOnlyList<FieldModel> WithId(IReadOnlyList<FieldModel> header, DiagnosticBag diagnostics)
        => header.Select(field => field.Constant is null && field.Name.Equals(s_id) ? CreateId(field, diagnostics) : field).ToList();

    /// <summary>That field in a message.</summary>
    public static FieldModel WithId(FieldModel field, byte id) => field with { Constant = new ConstantModel(Literal.Format(id), id) };

    /// <summary>Reports messages without a frame, optional fields that are not the last, and messages that cannot be told from each other.</summary>
    public static void Check(ProtocolModel protocol, DiagnosticBag diagnostics)
    {
        foreach (MessageModel message in protocol.Messages)
        {
            if (message.Fields.Count == 0)
                diagnostics.Report(message.Span, DiagnosticRules.MessageWithoutFrames, message.Name.Text);
            CheckOptional(message, diagnostics);
        }
        // What cannot be told from another may be what could not be read.
        if (!diagnostics.HasErrors)
            CheckLookAlikes(protocol, diagnostics);
    }

    private static FieldModel CreateId(FieldModel field, DiagnosticBag diagnostics)
    {
        if (field is { Type.IsNumber: true, Size: 1, IsOptional: false })
            return field with { IsId = true };
        string found = field.IsOptional ? "optional" : $"of type {field.Type.Format(field.Size)}";
        diagnostics.Report(field.Span, DiagnosticRules.BadIdField, found);
        return field with { Type = WireType.Number, Size = 1, IsOptional = false, IsId = true };
    }

    private static void CheckOptional(MessageModel message, DiagnosticBag diagnostics)
    {
        EquatableArray<FieldModel> fields = message.Fields;
        for (int i = 0; i < fields.Count; i++)
        {
            if (!fields[i].IsOptional)
                continue;
            string? why = i == 0 ? "it is the message's first, and a message is at least one frame"
                : i + 1 < fields.Count && !fields[i + 1].IsOptional ? $"'{fields[i + 1].Name.Text}' follows, which is not; only the last fields can be"
                : null;
            if (why is not null)
                diagnostics.Report(fields[i].Span, DiagnosticRules.BadOptional, fields[i].Name.Text, why);
        }
    }

    private static void CheckLookAlikes(ProtocolModel protocol, DiagnosticBag diagnostics)
    {
        IReadOnlyList<FramePattern> patterns = FramePattern.InOrder(protocol);
        for (int later = 1; later < patterns.Count; later++)
        {
            FramePattern message = patterns[later];
            for (int i = 0; i < later; i++)
            {
                FramePattern earlier = patterns[i];
                if (earlier.HasOtherRole(message) || !earlier.Overlaps(message) || (message.Includes(earlier) && !earlier.Includes(message)))
                    continue;
                bool isNeverRead = earlier.Includes(message) && !message.Includes(earlier);
                diagnostics.Report(message.Message.Span, isNeverRead ? DiagnosticRules.MessageNeverRead : DiagnosticRules.MessagesLookAlike, message.Message.Name.Text, earlier.Message.Name.Text);
                break;
            }
        }
    }
}
