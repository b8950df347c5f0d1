using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Naming;

namespace ZProto.Tool.Comparison;

/// <summary>How a server, client or mesh differs from what it was: what it understands, what it is called by, and what it asks of its user's part.</summary>
internal static class EngineComparison
{
    /// <summary>Compares an engine with what it was.</summary>
    public static IEnumerable<Difference> Compare(CompiledEngine before, CompiledEngine after)
        => CompareMessages(before, after)
            .Concat(CompareNames("state", before.Model.States.Select(state => (state.Name, state.Span)), after.Model.States.Select(state => (state.Name, state.Span))))
            .Concat(CompareNames("event", Events(before.Model), Events(after.Model)))
            .Concat(CompareMethods(before.Model, after.Model))
            .Concat(CompareReplies(before.Model, after.Model))
            .Concat(CompareParts(before, after));

    private static IEnumerable<Difference> CompareMessages(CompiledEngine before, CompiledEngine after)
    {
        if (!before.Protocol.Model.Name.Equals(after.Protocol.Model.Name))
            yield return new Difference(Breakage.Wire | Breakage.Code, after.Model.Span, $"it speaks '{after.Protocol.Model.Name.Text}', and spoke '{before.Protocol.Model.Name.Text}'");
        foreach (MessageModel message in before.Protocol.Model.Messages.Where(message => IsHandled(before.Model, message) && !IsHandled(after.Model, message)))
            yield return new Difference(Breakage.Wire, after.Model.Span, $"no state handles '{message.Name.Text}', as one did");
        foreach (Reference message in after.Model.SentMessages.Where(message => !before.Model.SentMessages.Any(old => old.Name.Equals(message.Name))).DistinctBy(message => message.Name))
            yield return new Difference(Breakage.Nothing, message.Span, $"'{message.Name.Text}' is sent, and was not");
    }

    private static bool IsHandled(EngineModel engine, MessageModel message)
        => engine.States.Any(state => state.Events.Any(item => item.IsWildcard || item.Name.Equals(message.Name))) || engine.DeliveredMessages.Any(delivered => delivered.Name.Equals(message.Name));

    private static IEnumerable<Difference> CompareMethods(EngineModel before, EngineModel after)
    {
        foreach (Difference difference in CompareNames("method", before.Methods.Select(method => (method.Name, method.Span)), after.Methods.Select(method => (method.Name, method.Span))))
            yield return difference;
        foreach (MethodModel method in after.Methods)
        {
            if (before.Methods.FirstOrDefault(old => old.Name.Equals(method.Name)) is not { } old)
                continue;
            if (Describe(old.Arguments) != Describe(method.Arguments))
                yield return new Difference(Breakage.Code, method.Span, $"method '{method.Name.Text}' takes {Describe(method.Arguments)}, and took {Describe(old.Arguments)}");
            if (Describe(old) != Describe(method))
                yield return new Difference(Breakage.Code, method.Span, $"method '{method.Name.Text}' {Describe(method)}, and {Describe(old)} before");
        }
    }

    private static IEnumerable<Difference> CompareReplies(EngineModel before, EngineModel after)
    {
        foreach (Difference difference in CompareNames("reply", before.Replies.Select(reply => (reply.Name, reply.Span)), after.Replies.Select(reply => (reply.Name, reply.Span))))
            yield return difference;
        foreach (ReplyModel reply in after.Replies)
        {
            if (before.Replies.FirstOrDefault(old => old.Name.Equals(reply.Name)) is { } old && Describe(old.Properties) != Describe(reply.Properties))
                yield return new Difference(Breakage.Code, reply.Span, $"reply '{reply.Name.Text}' carries {Describe(reply.Properties)}, and carried {Describe(old.Properties)}");
        }
    }

    // Methods of the model are compared as such.
    private static IEnumerable<Difference> CompareParts(CompiledEngine before, CompiledEngine after)
    {
        RequiredMember[] old = [.. Parts(before)], now = [.. Parts(after)];
        foreach (RequiredMember member in now.Where(member => !old.Any(other => IsSame(other, member))))
            yield return new Difference(Breakage.Code, member.Span, $"'{member.Text}' is new: your part needs {Describe(member)}");
        foreach (RequiredMember member in old.Where(member => !now.Any(other => IsSame(other, member))))
            yield return new Difference(Breakage.Code, member.Span, $"'{member.Text}' is gone: {Describe(member)} of your part has no place");
    }

    private static IEnumerable<RequiredMember> Parts(CompiledEngine engine)
        => engine.RequiredMembers.Where(member => !engine.Model.Methods.Any(method => method.Name.Text == member.Text));

    private static bool IsSame(RequiredMember one, RequiredMember other)
        => one.Nested == other.Nested && one.Name == other.Name && one.Parameters.Select(parameter => parameter.Type).SequenceEqual(other.Parameters.Select(parameter => parameter.Type));

    private static IEnumerable<Difference> CompareNames(string what, IEnumerable<(ModelName Name, SourceSpan Span)> before, IEnumerable<(ModelName Name, SourceSpan Span)> after)
    {
        var old = before.DistinctBy(item => item.Name).ToList();
        var now = after.DistinctBy(item => item.Name).ToList();
        return now.ExceptBy(old.Select(item => item.Name), item => item.Name).Select(item => new Difference(Breakage.Nothing, item.Span, $"{what} '{item.Name.Text}' is new"))
            .Concat(old.ExceptBy(now.Select(item => item.Name), item => item.Name).Select(item => new Difference(Breakage.Code, item.Span, $"{what} '{item.Name.Text}' is gone")));
    }

    private static IEnumerable<(ModelName Name, SourceSpan Span)> Events(EngineModel engine)
        => engine.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => (item.Name, item.Span));

    private static string Describe(IEnumerable<ArgumentModel> arguments)
        => $"({string.Join(", ", arguments.Select(argument => $"{(argument.Size == 0 ? argument.Type.Name : $"{argument.Type.Name} of {argument.Size}")} {argument.Name.Text}"))})";

    private static string Describe(MethodModel method)
        => $"{(method.Return is null ? "waits for" : $"returns '{method.Return.Name.Text}' of")} [{string.Join(", ", method.Accepts.Select(accept => accept.IsError ? $"{accept.Reply.Name.Text} as an error" : accept.Reply.Name.Text))}]";

    private static string Describe(RequiredMember member) => member.Nested.Length == 0 ? $"'{member.Name}'" : $"'{member.Nested}.{member.Name}'";
}
