using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the dialogue that tests an engine.</summary>
internal static class SelfTestReader
{
    /// <summary>The steps of an engine's dialogue. A client's is read later.</summary>
    public static EquatableArray<SelfTestStepModel> Read(XmlElement root, ModelKind kind, EquatableArray<MachineModel> machines, DiagnosticBag diagnostics)
    {
        List<XmlElement> tests = root.Children("selftest").ToList();
        if (kind == ModelKind.Client && tests.Count > 0)
            diagnostics.Report(tests[0].Span, DiagnosticRules.NotSupportedYet, "<selftest> of a client");
        if (kind is ModelKind.Mesh or ModelKind.Node)
        {
            foreach (XmlElement test in tests)
                diagnostics.Report(test.Span, DiagnosticRules.UnknownElement, test.Name, $": nothing runs that of a {EngineReader.Word(kind)}");
            return [];
        }
        return tests
            .SelectMany(test => test.Children("step"))
            .Select(step => OnMachine(step, new SelfTestStepModel(step.Span, step.GetReference("send"), step.Attribute("body")?.Value, step.GetReference("recv")), machines, diagnostics))
            .ToEquatableArray();
    }

    private static SelfTestStepModel OnMachine(XmlElement element, SelfTestStepModel step, EquatableArray<MachineModel> machines, DiagnosticBag diagnostics)
    {
        if (element.GetReference("machine") is not { } named)
        {
            foreach (XmlAttribute attribute in new[] { element.Attribute("raise"), element.Attribute("state") }.OfType<XmlAttribute>())
                diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, element.Name, ", without a 'machine'");
            return step;
        }
        if (machines.FirstOrDefault(known => known.Name.Equals(named.Name)) is not { } machine)
        {
            diagnostics.Report(named.Span, DiagnosticRules.UnknownMachine, named.Name.Text, diagnostics.Spelling.Hint(named.Name, machines.Select(known => known.Name)));
            return step;
        }
        List<ModelName> events = machine.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => item.Name).ToList();
        List<ModelName> states = machine.States.Select(state => state.Name).ToList();
        Reference? raise = element.GetReference("raise");
        Reference? state = element.GetReference("state");
        if (raise is not null && !events.Contains(raise.Name))
        {
            diagnostics.Report(raise.Span, DiagnosticRules.UnknownMachineEvent, raise.Name.Text, machine.Name.Text, diagnostics.Spelling.Hint(raise.Name, events));
            raise = null;
        }
        if (state is not null && !states.Contains(state.Name))
        {
            diagnostics.Report(state.Span, DiagnosticRules.UnknownState, state.Name.Text, diagnostics.Spelling.Hint(state.Name, states));
            state = null;
        }
        return step with { Machine = named, Raise = raise, State = state };
    }
}
