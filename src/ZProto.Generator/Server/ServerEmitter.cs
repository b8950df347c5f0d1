using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Server;

/// <summary>Emits the generated part of a server: its events, its clients' machine as switches on state and event, and what actions call.</summary>
internal sealed class ServerEmitter(ServerSource source, SourceWriter writer)
{
    private const string Operations = $"{ZpEngines}Server.ServerOperations.";

    private readonly SourceWriter _writer = writer;
    private readonly ServerSource _source = source;
    private readonly ServerModel _engine = source.Model;
    private readonly ServerNames _names = source.Names;
    private readonly MachineEmitter _machine = new(writer, source.Model, source.Protocol, source.Names.Machine, "State", "Client", "client", "client");
    private readonly ServerSockets _sockets = new(source, writer);
    private readonly List<ServerMethod> _methods = source.Model.Methods.Select((method, i) => new ServerMethod(method, source.Names.Methods[i])).ToList();

    private string Message => _source.Protocol.Class;

    /// <summary>The C# of a server.</summary>
    public static string Emit(ServerSource source, PathMap paths)
    {
        var writer = new SourceWriter(paths);
        new ServerEmitter(source, writer).File();
        return writer.ToString();
    }

    private void File()
    {
        EngineClass.Open(
            _writer, "server", _source.Model, _source.Namespace, $"partial class {_names.Class} : {Zp}ServerEngine<{Message}, {_names.Class}.Client>", _names.Defines);
        _machine.Enumerations("public", "a client");
        Events();
        Hooks();
        Tracer(_names.SendTracer, "sent");
        Tracer(_names.ReceiveTracer, "received");
        foreach (ServerMethod method in _methods)
            method.EmitDeclarations(_writer);
        _sockets.EmitDeclarations();
        Client();
        _machine.Customs();
        _writer.Close();
    }

    private void Events()
    {
        _writer.Write($$"""
            /// <summary>Executes an event on a client: at once and nested if it is idle, otherwise after its current event. On the loop only.</summary>
            /// <param name="client">The client.</param>
            /// <param name="event">The event.</param>
            /// <param name="argument">The <c>Argument</c> of its actions.</param>
            [global::ZProto.LoopOnly]
            public void SendEvent(Client client, Event @event, object? argument = null)
                => {{Operations}}SendEvent(this, client, (int)@event, argument);

            /// <summary>Executes an event on all current clients. On the loop only.</summary>
            /// <param name="event">The event.</param>
            /// <param name="argument">The <c>Argument</c> of its actions.</param>
            /// <param name="except">A client to leave out, or null.</param>
            [global::ZProto.LoopOnly]
            public void BroadcastEvent(Event @event, object? argument = null, Client? except = null)
                => {{Operations}}BroadcastEvent(this, (int)@event, argument, except);

            """);
    }

    private void Hooks()
    {
        _writer.Write($$"""
            /// <summary>Called when the server starts, before its first client.</summary>
            partial void OnInitialize();

            /// <summary>Called when the server ends, after its last client.</summary>
            partial void OnTerminate();

            /// <summary>Called after the configuration changed: loaded, reloaded, or one value set.</summary>
            /// <param name="configuration">The complete configuration. It belongs to the server; do not change it.</param>
            partial void OnConfigure({{Zp}}Configuration.ZplNode configuration);

            /// <summary>
            /// Called with each message that could not be sent: its peer's queue is full, or the peer is gone. With a body, it decides what
            /// happens to a client whose queue is full; without one, <c>Options.SendQueueFullMode</c> does.
            /// </summary>
            /// <param name="peer">The peer.</param>
            /// <param name="message">The message.</param>
            /// <param name="result">Why it could not be sent.</param>
            partial void OnSendFailed({{Zp}}RoutingId peer, {{Message}} message, {{Zp}}Transports.SendResult result);

            /// <inheritdoc/>
            protected override {{ZpEngines}}ServerDefinition<{{Message}}, Client> CreateDefinition() => new Client.Definition(this);

            """);
    }

    private void Tracer(string? name, string what)
    {
        if (name is null)
            return;
        _writer.Write($$"""
            /// <summary>Called with each message that is {{what}}, if it has a body. An exception in it is logged.</summary>
            /// <param name="peer">The peer.</param>
            /// <param name="message">The message that has been {{what}}; valid until the call returns.</param>
            partial void {{name}}({{Zp}}RoutingId peer, {{Message}} message);

            """);
    }

    private void Client()
    {
        _writer.Write(CSharp.Doc("summary", "One connected client: a machine of its own. Its members belong to the server's loop."));
        _writer.Open($"public sealed partial class Client : {Zp}ServerClient<{Message}>");
        _writer.Write($$"""
            /// <summary>The server.</summary>
            public {{_names.Class}} Server { get; internal init; } = null!;

            """);
        var members = new MachineMembers(_writer, "public", "client", "State", "this");
        members.Control();
        members.RunInBackground(Operations, "Server");
        members.Send(Message, "peer", $"{Operations}Send(Server, this)");
        members.Hooks("Called for a new client, while <c>Message</c> is its first message. It may set a first event.");
        _machine.Actions();
        Definition();
        _writer.Close();
    }

    private void Definition()
    {
        _writer.Write("/// <summary>The model's definition for the runtime.</summary>");
        _writer.Write("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        EngineClass.OpenDefinition(_writer, _source.Model, "internal", $"{ZpEngines}ServerDefinition<{Message}, Client>", _names.Class, "server", _source.Transport);
        List<ModelName> messages = _source.Protocol.Messages.Select(message => message.Name).ToList();
        _machine.WellKnown("ExpiredEvent", EngineEvents.Expired(messages));
        _machine.WellKnown("MalformedEvent", EngineEvents.Malformed(messages));
        _machine.WellKnown("HeartbeatEvent", EngineEvents.Heartbeat(messages));
        _machine.WellKnown("DisconnectedEvent", EngineEvents.Disconnected(messages));
        _sockets.EmitCreation();
        ServerSelfTest.Write(_writer, _engine.SelfTest, _source.Protocol);
        ForHooks();
        EngineClass.TracerHook(_writer, Message, "Send", "TracesSent", CallTracer(_names.SendTracer));
        EngineClass.TracerHook(_writer, Message, "Receive", "TracesReceived", CallTracer(_names.ReceiveTracer));
        ForMethods();
        _machine.Messages();
        _machine.Machine();
        _writer.Close();
    }

    private void ForHooks()
        => _writer.Write($$"""
            public override Client CreateClient() => new Client { Server = _server };

            public override void OnInitialize() => _server.OnInitialize();

            public override void OnTerminate() => _server.OnTerminate();

            public override void OnInitialize(Client client) => client.OnInitialize();

            public override void OnTerminate(Client client) => client.OnTerminate();

            public override bool OnConfigure({{Zp}}Configuration.ZplNode configuration)
            {
                // Without a body there is no call, and no argument of it is evaluated.
                bool isCalled = false;
                _server.OnConfigure(Called(configuration, ref isCalled));
                return isCalled;
            }

            public override bool OnSendFailed({{Zp}}RoutingId peer, {{Message}} message, {{Zp}}Transports.SendResult result)
            {
                bool isCalled = false;
                _server.OnSendFailed(peer, message, Called(result, ref isCalled));
                return isCalled;
            }

            """);

    private static string? CallTracer(string? name) => name is null ? null : $"_server.{name}(peer, message)";

    private void ForMethods()
    {
        if (_methods.Count == 0)
            return;
        string call = MethodParameters.MakeUnique(_methods.SelectMany(method => method.ParameterNames).ToList(), "call");
        _writer.Open($"public override global::System.Action? FindMethod({ZpEngines}ConfigurationCall {call})");
        foreach (ServerMethod method in _methods)
            method.EmitCall(_writer, call);
        _writer.Write("return null;");
        _writer.Close();
        _writer.BlankLine();
    }
}
