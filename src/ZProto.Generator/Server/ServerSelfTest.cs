using ZProto.Generator.Engines;
using ZProto.Model;

namespace ZProto.Generator.Server;

/// <summary>Writes the steps of a server's selftest, for the test kit. They map to lines of the model.</summary>
internal static class ServerSelfTest
{
    private const string Step = "global::ZProto.Engines.SelfTestStep";

    public static void Write(SourceWriter writer, EquatableArray<SelfTestStepModel> steps, ProtocolReference protocol, EngineMachinesEmitter machines)
    {
        if (steps.Count == 0)
            return;
        writer.Open($"public override global::System.Collections.Generic.IReadOnlyList<{Step}> SelfTest => new {Step}[]");
        foreach (SelfTestStepModel step in steps)
        {
            writer.LineDirective(step.Span);
            writer.Write($"new {Step}({Sent(step, protocol)}, {(step.Receive is null ? "null" : CSharp.Literal(protocol.Messages[IndexOf(step.Receive, protocol)].Name.Text))}){machines.FormatStep(step)},");
        }
        writer.WriteRaw("#line default");
        writer.Close("};");
        writer.BlankLine();
    }

    private static string Sent(SelfTestStepModel step, ProtocolReference protocol)
    {
        if (step.Send is null)
            return "null";
        int index = IndexOf(step.Send, protocol);
        BodyProperty property = protocol.Bodies[index];
        string body = step.Body is null || property.Name.Length == 0 ? "" : $", {property.Name} = {CSharp.Literal(step.Body)}{(property.IsText ? "" : "u8")}";
        return $"new {protocol.Class} {{ Id = {protocol.Class}.MessageId.{protocol.Messages[index].CSharp}{body} }}";
    }

    private static int IndexOf(Reference message, ProtocolReference protocol)
        => protocol.Messages.Select((known, index) => (known, index)).First(pair => pair.known.Name.Equals(message.Name)).index;
}
