using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Hosts;

/// <summary>Emits the further sockets of a server or mesh: a property of each, what takes the messages that come in, and how they are created.</summary>
internal sealed class HostSockets(HostSource source, SourceWriter writer)
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
            string handler = socket.Receives ? $", _{source.Noun}.{CSharp.Identifier(names.Handler)}" : "";
            writer.Write($"_{source.Noun}.{names.Property} = sockets.Create{socket.Type}<{Message(names)}>({CSharp.Literal(socket.Name.Text)}{handler});");
        }
        writer.Close();
        writer.BlankLine();
    }

    private static string Message(SocketNames names) => $"global::{CSharp.QualifiedName(names.Protocol)}";

    private static string Class(SocketModel socket) => socket.Type switch
    {
        EngineSocketType.Pub or EngineSocketType.XPub => "global::ZProto.PubSocket",
        EngineSocketType.Sub or EngineSocketType.XSub => "global::ZProto.SubSocket",
        _ => $"global::ZProto.{socket.Type}Socket",
    };
}
