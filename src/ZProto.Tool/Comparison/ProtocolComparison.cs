using ZProto.Model;

namespace ZProto.Tool.Comparison;

/// <summary>How a protocol differs from what it was: its head, and its messages.</summary>
internal static class ProtocolComparison
{
    /// <summary>Compares a protocol with what it was.</summary>
    public static IEnumerable<Difference> Compare(ProtocolModel before, ProtocolModel after)
    {
        List<Difference> differences = [.. CompareHeads(before, after)];
        var gone = before.Messages.Where(message => Find(after, message.Name) is null).ToList();
        foreach (MessageModel message in after.Messages)
        {
            if (Find(before, message.Name) is { } old)
            {
                differences.AddRange(CompareMessages(before, after, old, message));
            }
            else if (gone.Find(old => IsRenamed(after, old, message)) is { } renamed)
            {
                gone.Remove(renamed);
                differences.Add(new Difference(Breakage.Code, message.Span, $"message '{message.Name.Text}' was '{renamed.Name.Text}'"));
            }
            else
            {
                differences.Add(new Difference(Breakage.Nothing, message.Span, $"message '{message.Name.Text}' is new: a peer of the old model does not know it"));
            }
        }
        differences.AddRange(gone.Select(message => new Difference(Breakage.Wire | Breakage.Code, message.Span, $"message '{message.Name.Text}' is gone")));
        return differences;
    }

    private static IEnumerable<Difference> CompareHeads(ProtocolModel before, ProtocolModel after)
    {
        if (before.Framing != after.Framing)
            yield return Wire(after, $"the framing is {Lower(after.Framing)}, and was {Lower(before.Framing)}");
        else if (before.PubSub != after.PubSub)
            yield return Wire(after, after.PubSub ? "a topic comes before each message, and did not" : "no topic comes before each message, as it did");
        else if (before.Signature != after.Signature && after is { Framing: ProtocolFraming.Fields, PubSub: false })
            yield return Wire(after, $"the signature is {after.Signature}, and was {before.Signature}");
        if (after.RequiresUtf8 && !before.RequiresUtf8)
            yield return Wire(after, "text that is not UTF-8 is refused, and was not");
        if (before.RequiresUtf8 && !after.RequiresUtf8)
            yield return Wire(after, "text that is not UTF-8 is sent on, and a peer of the old model refuses it");
    }

    private static IEnumerable<Difference> CompareMessages(ProtocolModel before, ProtocolModel after, MessageModel old, MessageModel message)
    {
        if (IsToldById(after) && old.Id != message.Id)
            yield return new Difference(Breakage.Wire, message.Span, $"message '{message.Name.Text}' has the id {message.Id}, and had {old.Id}");
        if (!IsToldById(after) && old.Role != message.Role)
            yield return new Difference(Breakage.Wire, message.Span, $"message '{message.Name.Text}' is of the role {message.Role ?? "of either side"}, and was of {old.Role ?? "either side"}");
        foreach (Difference difference in new FieldComparison(old, message, after.Framing).Compare())
            yield return difference;
    }

    // The same bytes, so that only its name in C# is another.
    private static bool IsRenamed(ProtocolModel after, MessageModel old, MessageModel message)
        => IsToldById(after) && old.Id == message.Id && !new FieldComparison(old, message, after.Framing).Compare().Any();

    private static bool IsToldById(ProtocolModel protocol) => protocol.Framing == ProtocolFraming.Fields || protocol.HasIdField;

    private static MessageModel? Find(ProtocolModel protocol, ModelName name) => protocol.Messages.FirstOrDefault(message => message.Name.Equals(name));

    private static Difference Wire(ProtocolModel protocol, string text) => new(Breakage.Wire, protocol.Span, text);

    private static string Lower(ProtocolFraming framing) => framing.ToString().ToLowerInvariant();
}
