using static ZProto.Model.Documents.MarkdownText;

namespace ZProto.Model.Documents;

/// <summary>Which frame each field of a message is, where every field is one.</summary>
internal static class FramesLayout
{
    /// <summary>The rows: frame, size in bytes, field, type and description.</summary>
    public static IEnumerable<string[]> GetRows(MessageModel message)
    {
        int number = 0;
        foreach (FieldModel field in message.Fields)
        {
            // After an envelope, how many frames were before is not known.
            string frame = number < 0 ? "next" : DocumentText.Format(++number);
            bool isSeveral = field.Type.IsLast || field.Type.NeedsFrames;
            yield return [isSeveral ? $"{frame} ..." : frame, field.Type.GetFrameSize(field) is { } size ? DocumentText.Format(size) : "n", Code(field.Name.Text), Type(field), Line(field.Description)];
            if (field.Type.NeedsFrames)
                number = -1;
        }
    }

    /// <summary>How many frames a message has.</summary>
    public static string GetCount(MessageModel message)
    {
        int least = message.Fields.Count(field => !field.IsOptional);
        string count = DocumentText.Format(least);
        if (message.Fields.Any(field => field.Type.IsLast || field.Type.NeedsFrames))
            return $"{count} frames or more";
        int most = message.Fields.Count;
        return least == most ? $"{count} {(most == 1 ? "frame" : "frames")}" : $"{count} to {DocumentText.Format(most)} frames";
    }

    private static string Type(FieldModel field)
    {
        string label = field.Type.GetLabel(field.Size);
        if (field.IsId)
            return $"{label} = {Code($"0x{DocumentText.Hex((int)field.Constant!.Number)}")}, the message's id";
        return field.Constant is { } constant ? $"{label} = {Code(field.Type.FormatConstant(constant.Text))}" : field.IsOptional ? $"{label}, optional" : label;
    }
}
