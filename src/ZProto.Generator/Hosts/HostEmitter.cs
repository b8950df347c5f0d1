using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Hosts;

/// <summary>
/// Emits the generated part of a server or mesh: its events, its peers' machine as switches on state and event, and what actions call.
/// </summary>
/// <param name="source">The server or mesh.</param>
/// <param name="writer">Where to.</param>
/// <param name="operations">The class of the runtime that generated code calls, with a dot.</param>
internal abstract class HostEmitter(HostSource source, SourceWriter writer, string operations)
{
    private readonly MachineEmitter _machine = new(
        writer, source.Model, source.Protocol, source.Names.Machine, "State", source.Names.PeerClass, source.PeerNoun, source.PeerNoun);

    private readonly HostSockets _sockets = new(source, writer, CreateMachines(source, writer));

    /// <summary>Where to.</summary>
    protected SourceWriter Writer { get; } = writer;

    /// <summary>Its own machines.</summary>
    protected EngineMachinesEmitter Machines { get; } = CreateMachines(source, writer);

    /// <summary>The methods of the model.</summary>
    protected IReadOnlyList<HostMethod> Methods { get; } = source.Model.Methods.Select((method, i) => new HostMethod(method, source.Names.Methods[i], source.Noun)).ToList();

    /// <summary>The message's class.</summary>
    protected string Message => source.Protocol.Class;

    /// <summary>What its peers are, for their class.</summary>
    protected abstract string PeerSummary { get; }

    /// <summary>What the machine of a new peer finds, for its hook.</summary>
    protected abstract string PeerBegins { get; }

    /// <summary>Who sends what its peers' machines decode, for the role of a message.</summary>
    private string Sender => source.Model.Role switch
    {
        "server" => "Client",
        "client" => "Server",
        _ => "None",
    };

    private HostNames Names => source.Names;

    private string Kind => source.Model.Kind.ToString();

    private string Peer => source.Names.PeerClass;

    // The runtime's class of a server's client is ServerClient, that of a mesh's peer MeshPeer.
    private string PeerBase => $"{Zp}{Kind}{Peer}<{Message}>";

    private string DefinitionBase => $"{ZpEngines}{Kind}Definition<{Message}, {Peer}>";

    /// <summary>Writes the methods.</summary>
    protected virtual void EmitMethods()
    {
        foreach (HostMethod method in Methods)
            method.EmitDeclarations(Writer);
    }

    /// <summary>Writes what the actions of the peers of this kind of engine alone call.</summary>
    protected virtual void EmitPeerMembers()
    {
    }

    /// <summary>Writes the hooks of this kind of engine alone.</summary>
    protected abstract void EmitHooks();

    /// <summary>Writes the part of the definition that this kind of engine alone has.</summary>
    protected abstract void EmitDefinition();

    /// <summary>Writes the number of an event that the engine raises, where a state names it.</summary>
    protected void WellKnown(string property, Func<IEnumerable<ModelName>, ModelName> name)
        => _machine.WellKnown(property, name(source.Protocol.Messages.Select(message => message.Name)));

    /// <summary>Writes all of it.</summary>
    protected void EmitFile()
    {
        EngineClass.Open(
            Writer, source.Noun, source.Model, source.Namespace, $"partial class {Names.Class} : {Zp}{Kind}Engine<{Message}, {Names.Class}.{Peer}>", Names.Defines);
        _machine.Enumerations("public", $"a {source.PeerNoun}");
        EmitEvents();
        Writer.Write($"""
            /// <summary>Called when the {source.Noun} starts, before its first {source.PeerNoun}.</summary>
            partial void OnInitialize();

            /// <summary>Called when the {source.Noun} ends, after its last {source.PeerNoun}.</summary>
            partial void OnTerminate();

            """);
        EmitHooks();
        Writer.Write($"""
            /// <inheritdoc/>
            protected override {DefinitionBase} CreateDefinition() => new {Peer}.Definition(this);

            """);
        EmitTracer(Names.SendTracer, "sent");
        EmitTracer(Names.ReceiveTracer, "received");
        EmitMethods();
        _sockets.EmitDeclarations();
        Machines.EmitDeclarations();
        EmitPeer();
        Machines.EmitClasses();
        EmbeddedCode.WriteMembers(Writer, source.Model.Customs);
        Writer.Close();
    }

    private static EngineMachinesEmitter CreateMachines(HostSource source, SourceWriter writer)
        => new(writer, source.FullName, source.Noun, source.Model.Machines, source.Names.Machines, source.MachineProtocols, source.Model.Sockets, source.Names.Sockets);

    private void EmitEvents()
        => Writer.Write($$"""
            /// <summary>Executes an event on a {{source.PeerNoun}}: at once and nested if it is idle, otherwise after its current event. On the loop only.</summary>
            /// <param name="{{source.PeerNoun}}">The {{source.PeerNoun}}.</param>
            /// <param name="event">The event.</param>
            /// <param name="argument">The <c>Argument</c> of its actions.</param>
            [global::ZProto.LoopOnly]
            public void SendEvent({{Peer}} {{source.PeerNoun}}, Event @event, object? argument = null)
                => {{operations}}SendEvent(this, {{source.PeerNoun}}, (int)@event, argument);

            /// <summary>Executes an event on all current {{source.PeerNoun}}s. On the loop only.</summary>
            /// <param name="event">The event.</param>
            /// <param name="argument">The <c>Argument</c> of its actions.</param>
            /// <param name="except">A {{source.PeerNoun}} to leave out, or null.</param>
            [global::ZProto.LoopOnly]
            public void BroadcastEvent(Event @event, object? argument = null, {{Peer}}? except = null)
                => {{operations}}BroadcastEvent(this, (int)@event, argument, except);

            """);

    private void EmitTracer(string? name, string what)
    {
        if (name is null)
            return;
        Writer.Write($$"""
            /// <summary>Called with each message that is {{what}}, if it has a body. An exception in it is logged.</summary>
            /// <param name="peer">The peer.</param>
            /// <param name="message">The message that has been {{what}}; valid until the call returns.</param>
            partial void {{name}}({{Zp}}RoutingId peer, {{Message}} message);

            """);
    }

    private void EmitPeer()
    {
        Writer.Write(CSharp.Doc("summary", PeerSummary));
        Writer.Open($"public sealed partial class {Peer} : {PeerBase}");
        Writer.Write($$"""
            /// <summary>The {{source.Noun}}.</summary>
            public {{Names.Class}} {{Kind}} { get; internal init; } = null!;

            """);
        var members = new MachineMembers(Writer, "public", source.PeerNoun, "State", "this");
        members.Control();
        members.RunInBackground(operations, Kind);
        members.Send(Message, "peer", $"{operations}Send({Kind}, this)");
        EmitPeerMembers();
        members.Hooks(PeerBegins);
        _machine.Actions();
        EmitPeerDefinition();
        Writer.Close();
    }

    private void EmitPeerDefinition()
    {
        Writer.Write("/// <summary>The model's definition for the runtime.</summary>");
        Writer.Write("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        EngineClass.OpenDefinition(Writer, source.Model, "internal", DefinitionBase, Names.Class, source.Noun, source.Transport);
        WellKnown("ExpiredEvent", EngineEvents.Expired);
        WellKnown("MalformedEvent", EngineEvents.Malformed);
        WellKnown("HeartbeatEvent", EngineEvents.Heartbeat);
        WellKnown("DisconnectedEvent", EngineEvents.Disconnected);
        _sockets.EmitCreation();
        Machines.EmitCreation();
        Writer.Write($$"""
            public override {{Peer}} Create{{Peer}}() => new {{Peer}} { {{Kind}} = _{{source.Noun}} };

            public override void OnInitialize() => _{{source.Noun}}.OnInitialize();

            public override void OnTerminate() => _{{source.Noun}}.OnTerminate();

            public override void OnInitialize({{Peer}} {{source.PeerNoun}}) => {{source.PeerNoun}}.OnInitialize();

            public override void OnTerminate({{Peer}} {{source.PeerNoun}}) => {{source.PeerNoun}}.OnTerminate();

            """);
        EmitDefinition();
        EngineClass.TracerHook(Writer, Message, "Send", "TracesSent", CallTracer(Names.SendTracer));
        EngineClass.TracerHook(Writer, Message, "Receive", "TracesReceived", CallTracer(Names.ReceiveTracer));
        _machine.Codec(Sender);
        _machine.Messages();
        _machine.Machine();
        Writer.Close();
    }

    private string? CallTracer(string? name) => name is null ? null : $"_{source.Noun}.{name}(peer, message)";
}
