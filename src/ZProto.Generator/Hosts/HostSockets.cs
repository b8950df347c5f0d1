using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Hosts;

/// <summary>Emits the further sockets of a server or mesh: a property of each, what takes the messages that come in, and how they are created.</summary>
internal sealed class HostSockets(HostSource source, SourceWriter writer, EngineMachinesEmitter machines)
{
    private readonly List<(SocketModel Model, SocketNames Names)> _sockets = source.Model.Sockets.Select((socket, i) => (socket, source.Names.Sockets[i])).ToList();

    /// <summary>Writes the members of the engine's class.</summary>
    public void EmitDeclarations()
    {
        foreach ((SocketModel socket, SocketNames names) in _sockets)
        {
            string type = socket.Type.ToString().ToUpperInvariant();
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(socket.Description, $"The socket {socket.Name.Text}, of type {type}")));
            writer.Write(CSharp.Doc("remarks", $"It is there once the {source.Noun} has started: in OnInitialize, actions and handlers, and through InvokeAsync."));
            writer.Write("[global::ZProto.LoopOnly]");
            writer.Write($"public {Class(socket)}<{Message(names)}> {names.Property} {{ get; private set; }} = null!;");
            writer.BlankLine();
        }
        foreach (RequiredMember handler in RequiredMember.CreateHandlers(source.Model, source.Names))
        {
            RequiredMemberEmitter.Write(writer, handler);
            writer.BlankLine();
        }
    }

    /// <summary>Writes the override of the engine's definition that creates them, where there are any.</summary>
    public void EmitCreation()
    {
        if (_sockets.Count == 0)
            return;
        writer.Open("public override void CreateSockets(global::ZProto.EngineSockets sockets)");
        foreach ((SocketModel socket, SocketNames names) in _sockets)
        {
            string handler = !socket.Receives ? "" : names.Routes.Routes.Count > 0 ? $", Receive{names.Property}" : $", _{source.Noun}.{CSharp.Identifier(names.Handler)}";
            writer.Write($"_{source.Noun}.{names.Property} = sockets.Create{socket.Type}<{Message(names)}>({CSharp.Literal(socket.Name.Text)}{handler});");
        }
        writer.Close();
        writer.BlankLine();
        foreach ((_, SocketNames names) in _sockets.Where(socket => socket.Names.Routes.Routes.Count > 0))
            Receive(names);
    }

    /// <summary>Writes what gives messages to the machines that take them.</summary>
    private void Receive(SocketNames names)
    {
        List<IGrouping<EquatableArray<int>, ModelName>> takers = names.Routes.Routes.GroupBy(route => route.Machines, route => route.Message).ToList();
        string head = $"private void Receive{names.Property}({Message(names)} message)";
        if (names.Routes.IsComplete && takers.Count == 1 && takers[0].Key.Count == 1)
        {
            writer.Write($"{head} => {machines.Receive(takers[0].Key[0], "message")}");
            writer.BlankLine();
            return;
        }
        writer.Open(head);
        writer.Open("switch ((int)message.Id)");
        foreach (IGrouping<EquatableArray<int>, ModelName> taker in takers)
        {
            foreach (ModelName message in taker)
                writer.Write($"case (int){Message(names)}.MessageId.{GetName(taker.Key[0], message)}:");
            writer.Indented(() =>
            {
                Give(taker.Key);
                writer.Write("break;");
            });
        }
        if (!names.Routes.IsComplete)
            writer.Write($"default:\n    _server.{CSharp.Identifier(names.Handler)}(message);\n    break;");
        writer.Close();
        writer.Close();
        writer.BlankLine();
    }

    // What actions of one machine change in the message, the next does not see.
    private void Give(EquatableArray<int> takers)
    {
        for (int i = 0; i < takers.Count; i++)
            writer.Write(machines.Receive(takers[i], i < takers.Count - 1 ? "message.Clone()" : "message"));
    }

    private string GetName(int machine, ModelName message) => source.MachineProtocols[machine].Messages.First(known => known.Name.Equals(message)).CSharp;

    private static string Message(SocketNames names) => $"global::{CSharp.QualifiedName(names.Protocol)}";

    private static string Class(SocketModel socket) => socket.Type switch
    {
        EngineSocketType.Pub or EngineSocketType.XPub => "global::ZProto.PubSocket",
        EngineSocketType.Sub or EngineSocketType.XSub => "global::ZProto.SubSocket",
        _ => $"global::ZProto.{socket.Type}Socket",
    };
}
