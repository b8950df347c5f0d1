using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads how often a client's method is tried: <c>retry</c>, and what that needs of the rest of the model.</summary>
internal sealed class RetryReader(DiagnosticBag diagnostics)
{
    private const int MaxTries = 1_000;

    /// <summary>The tries that a method says; 1 where it says none.</summary>
    /// <param name="element">The method's element.</param>
    /// <param name="method">What else is read of it.</param>
    public int Read(XmlElement element, MethodModel method)
    {
        if (element.GetNonEmptyAttribute("retry") is not { } attribute)
            return 1;
        if (method.Immediate || method.Accepts.Count == 0)
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, element.Name, ": a method that waits for no answer to a request is not tried again");
        else if (!Literal.TryParse(attribute.Value, out ulong tries) || tries is < 1 or > MaxTries)
            diagnostics.Report(attribute.ValueSpan, DiagnosticRules.BadRetry, attribute.Value, $"{MaxTries}");
        else if (tries > 1 && method.Timeout is null or 0)
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.RetryWithoutTimeout, method.Name.Text);
        else
            return (int)tries;
        return 1;
    }

    /// <summary>Checks that a method which is tried again finds its event in the states that it leads to.</summary>
    public void Check(MethodModel method, IEnumerable<StateModel> states)
    {
        Dictionary<ModelName, StateModel> byName = states.ToDictionary(state => state.Name);
        foreach (EventModel @event in byName.Values.SelectMany(state => state.Events).Where(@event => @event.Name.Equals(method.Name)))
        {
            if (@event.Next is { } next && byName.TryGetValue(next.Name, out StateModel? state) && !Names(state, method.Name, byName))
                diagnostics.Report(next.Span, DiagnosticRules.RetryNotNamed, next.Name.Text, method.Name.Text);
        }
    }

    private static bool Names(StateModel state, ModelName name, Dictionary<ModelName, StateModel> byName)
    {
        // A cycle of superstates is reported elsewhere.
        for (int steps = 0; steps <= byName.Count; steps++)
        {
            if (state.Events.Any(@event => !@event.IsWildcard && @event.Name.Equals(name)))
                return true;
            if (state.Inherit is not { } inherit || !byName.TryGetValue(inherit.Name, out StateModel? superstate))
                return false;
            state = superstate;
        }
        return true;
    }
}
