namespace ZProto.Model.Frames;

/// <summary>One of the messages that a list of frames is tried on, in order, until it fits.</summary>
/// <param name="Message">The message.</param>
/// <param name="NotOf">The role of senders by whom it is not tried here, since they send another that looks like it; null for none.</param>
internal sealed record MessageTrial(MessageModel Message, string? NotOf)
{
    /// <summary>Whether who sent it may decide which message of a protocol a list of frames is.</summary>
    public static bool DistinguishSenders(ProtocolModel protocol)
        => protocol.Framing == ProtocolFraming.Frames && !protocol.HasIdField && CreateAll(protocol).Any(trial => trial.NotOf is not null);

    /// <summary>The trials of a protocol.</summary>
    public static IReadOnlyList<MessageTrial> CreateAll(ProtocolModel protocol)
    {
        IReadOnlyList<FramePattern> patterns = FramePattern.InOrder(protocol);
        var trials = new List<MessageTrial>();
        var again = new List<MessageTrial>();
        for (int i = 0; i < patterns.Count; i++)
        {
            FramePattern pattern = patterns[i];
            FramePattern? rival = patterns.Skip(i + 1).FirstOrDefault(later => later.Message.Role != pattern.Message.Role && pattern.Overlaps(later));
            trials.Add(new MessageTrial(pattern.Message, rival is null ? null : rival.Message.Role ?? (pattern.Message.Role == "client" ? "server" : "client")));
            // What only looks like it in part is still it where the other does not fit.
            if (rival?.Includes(pattern) == false)
                again.Add(new MessageTrial(pattern.Message, null));
        }
        return [.. trials, .. again];
    }
}
