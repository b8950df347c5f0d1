using static ZProto.Model.Documents.MarkdownText;

namespace ZProto.Model.Documents;

/// <summary>What the document of an engine says: its picture, states, events and actions, and its API.</summary>
internal static class EngineMarkdown
{
    public static void Write(MarkdownText text, EngineModel engine)
    {
        if (engine is MeshModel mesh)
            text.Paragraph($"Each peer has a machine of its own. The mode is {Code(mesh.Mode.ToString().ToLowerInvariant())}: {Mode(mesh.Mode)}.");
        Machine(text, engine, level: 2);
        Methods(text, engine);
        Replies(text, engine);
        if (engine is ClientModel client)
            ApiMessages(text, client);
        if (engine is HostModel host)
            Sockets(text, host);
        foreach (MachineModel machine in engine.Machines)
        {
            text.Heading(2, $"Machine {Line(machine.Name.Text)}");
            text.Description(machine.Description);
            text.Paragraph($"One, of the {engine.Kind.ToString().ToLowerInvariant()} itself.{(machine.ProtocolClass is { } protocol ? $" It speaks {Code(protocol.Name.Text)}." : "")}");
            Machine(text, machine, level: 3);
        }
    }

    private static void Machine(MarkdownText text, IMachineModel machine, int level)
    {
        text.Paragraph($"A message that the state does not name is {Unexpected(machine.Unexpected)}.");
        text.Fence("mermaid", MermaidDocument.WriteAlone(machine));
        States(text, machine, level);
        Events(text, machine, level);
        if (machine is MeshModel or NodeModel)
            SentMessages(text, (EngineModel)machine);
        Actions(text, machine, level);
    }

    private static string Mode(MeshMode mode) => mode == MeshMode.Harmony ? "peers are equals, and each can greet the other" : "peers are servers, and the mesh is a client of each";

    private static void Sockets(MarkdownText text, HostModel host)
    {
        text.Heading(2, "Sockets", host.Sockets.Count > 0);
        text.Table(
            ["socket", "type", "protocol", "description"],
            host.Sockets.Select(socket => (string[])
            [
                Code(socket.Name.Text),
                Code(socket.Type.ToString().ToLowerInvariant()),
                socket.ProtocolClass is { } protocol ? Code(protocol.Name.Text) : $"the {host.Kind.ToString().ToLowerInvariant()}'s",
                Line(socket.Description),
            ]));
    }

    private static void Replies(MarkdownText text, EngineModel engine)
    {
        text.Heading(2, "Replies", engine.Replies.Count > 0);
        text.Table(["reply", "properties", "description"], engine.Replies.Select(reply => (string[])[Code(reply.Name.Text), Arguments(reply.Properties), Line(reply.Description)]));
    }

    private static void ApiMessages(MarkdownText text, ClientModel client)
    {
        text.Heading(2, "Messages of the API", client.Sends.Count + client.Receives.Count > 0);
        text.Table(
            ["message", "way", "method"],
            client.Sends.Select(send => (string[])[Code(send.Message.Name.Text), "sent by", Code(send.Method.Text)])
                .Concat(client.Receives.Select(message => (string[])[Code(message.Name.Text), "received", ""])));
    }

    private static string Unexpected(UnexpectedMessageBehavior rule) => rule switch
    {
        UnexpectedMessageBehavior.Queue => "kept until a state that names it",
        UnexpectedMessageBehavior.Ignore => "dropped",
        _ => "the end of the machine",
    };

    private static void States(MarkdownText text, IMachineModel machine, int level)
    {
        text.Heading(level, "States");
        foreach (StateModel state in machine.States)
        {
            text.Heading(level + 1, Line(state.Name.Text));
            text.Description(state.Description);
            string start = state == machine.States[0] ? "The start. " : "";
            string inherits = state.Inherit is null ? "" : $"Has the events of {Code(state.Inherit.Name.Text)} beside its own. ";
            string before = state.Before.Count == 0 ? "" : $"On entry: {Actions(state.Before)}. ";
            string after = state.After.Count == 0 ? "" : $"On exit: {Actions(state.After)}. ";
            text.Paragraph($"{start}{inherits}{before}{after}".TrimEnd());
            text.Table(
                ["event", "actions", "next", "description"],
                state.Events.Select(item => (string[])[Event(item), Actions(item.Actions), item.Next is null ? "" : Code(item.Next.Name.Text), Line(item.Description)]));
        }
    }

    private static void Events(MarkdownText text, IMachineModel machine, int level)
    {
        text.Heading(level, "Events");
        text.Table(
            ["event", "states"],
            machine.States.SelectMany(state => state.Events.Select(item => (State: state, Event: item)))
                .GroupBy(pair => pair.Event.Name)
                .Select(pairs => (string[])[Event(pairs.First().Event), string.Join(", ", pairs.Select(pair => Code(pair.State.Name.Text)))]));
    }

    // Of other engines the protocol's roles say it.
    private static void SentMessages(MarkdownText text, EngineModel engine)
    {
        text.Heading(2, "Messages sent", engine.SentMessages.Any());
        text.Table(
            ["message", "states"],
            engine.States.SelectMany(state => state.Actions.Where(action => action.IsSend).Select(action => (State: state, action.Message)))
                .Where(pair => pair.Message is not null)
                .GroupBy(pair => pair.Message!.Name)
                .Select(pairs => (string[])[Code(pairs.First().Message!.Name.Text), string.Join(", ", pairs.Select(pair => Code(pair.State.Name.Text)).Distinct())]));
    }

    private static void Actions(MarkdownText text, IMachineModel machine, int level)
    {
        List<ActionModel> actions = machine.GetActions().Where(action => !action.IsBuiltIn).ToList();
        text.Heading(level, "Actions", actions.Count > 0);
        text.Table(
            ["action", "body", "description"],
            actions.GroupBy(action => action.Name).Select(same => (string[])
            [
                Code(same.First().Name.Text),
                machine.ActionBodies.Any(body => body.Name.Equals(same.Key)) ? "in the model" : "in the program",
                Line(same.Select(action => action.Description).FirstOrDefault(description => description.Length > 0) ?? ""),
            ]));
    }

    private static void Methods(MarkdownText text, EngineModel engine)
    {
        text.Heading(2, "Methods", engine.Methods.Count > 0);
        text.Table(
            ["method", "arguments", "returns", "accepts", "description"],
            engine.Methods.Select(method => (string[])
            [
                Code(method.Name.Text),
                Arguments(method.Arguments),
                method.Return is null ? "" : Code(method.Return.Name.Text),
                string.Join(", ", method.Accepts.Select(accept => Code(accept.Reply.Name.Text) + (accept.IsError ? " (error)" : ""))),
                Line(method.Description),
            ]));
    }

    private static string Event(EventModel item) => item.IsWildcard ? "any other" : Code(item.Name.Text);

    private static string Actions(EquatableArray<ActionModel> actions)
        => string.Join(", ", actions.Select(action => $"{Code(action.Name.Text)}{Named("", action.Message)}{Named(" by", action.Socket)}{OnNetwork(action)}"));

    private static string OnNetwork(ActionModel action) => action.OnNetwork switch
    {
        NodeAction.Shout => $" to {Code(action.Group)}",
        NodeAction.Whisper => " to the sender",
        NodeAction.Join or NodeAction.Leave => $" {Code(action.Group)}",
        _ => "",
    };

    private static string Named(string word, Reference? reference) => reference is null ? "" : $"{word} {Code(reference.Name.Text)}";

    private static string Arguments(EquatableArray<ArgumentModel> arguments)
        => string.Join(", ", arguments.Select(argument => $"{Code(argument.Name.Text)} ({Type(argument)})"));

    private static string Type(ArgumentModel argument)
        => argument.Size == 0 ? argument.Type.Name : $"{argument.Type.Name} {DocumentText.Format(argument.Size)}";
}
