using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Server;

/// <summary>Emits the generated half of a server: its events, its clients' machine as switches on state and event, and what actions call.</summary>
internal sealed class ServerEmitter
{
    private const string Zp = "global::ZProto.";
    private const string ZpEngines = "global::ZProto.Engines.";
    private const int FirstEvent = 2;

    private readonly SourceWriter _writer = new();
    private readonly ServerSource _source;
    private readonly EngineModel _engine;
    private readonly ServerNames _names;
    private readonly StateTable _table;
    private readonly Dictionary<ModelName, string> _events;
    private readonly Dictionary<ModelName, string> _actions;
    private readonly Dictionary<ModelName, string> _messages;

    private ServerEmitter(ServerSource source)
    {
        _source = source;
        _engine = source.Model.Engine!;
        _names = source.Names;
        _table = new StateTable(_engine.States);
        _events = _names.Events.ToDictionary(item => item.Name, item => item.CSharp);
        _actions = _names.Actions.ToDictionary(item => item.Name, item => item.CSharp);
        _messages = source.Protocol.Messages.ToDictionary(item => item.Name, item => item.CSharp);
    }

    private string Message => _source.Protocol.Class;

    /// <summary>The C# of a server.</summary>
    public static string Emit(ServerSource source)
    {
        var emitter = new ServerEmitter(source);
        emitter.File();
        return emitter._writer.ToString();
    }

    private void File()
    {
        FileHead.Write(_writer, "server", _source.Model, ["#pragma warning disable CS3001, CS3002, CS3003, CS3005, CS3008, CS3009"], _source.Namespace);
        _writer.Write(CSharp.Doc("summary", CSharp.Sentence(_source.Model.Title, $"The server {_source.Model.Name.Text}")));
        if (_source.Model.Description.Length > 0)
            _writer.Write(CSharp.Doc("remarks", _source.Model.Description));
        _writer.Write($"[global::System.CodeDom.Compiler.GeneratedCode(\"ZProto\", \"{ThisAssembly.Version}\")]");
        _writer.Open($"partial class {_names.Class} : {Zp}ServerEngine<{Message}, {_names.Class}.Client>");
        Constants.Write(_writer, _source.Model.Defines, _names.Defines);
        Enumerations();
        Events();
        Hooks();
        Tracer(_names.SendTracer, "OnSend_", "sent", "is about to be");
        Tracer(_names.ReceiveTracer, "OnReceive_", "received", "has been");
        Methods();
        Model();
        Client();
        _writer.Close();
    }

    private void Enumerations()
    {
        _writer.Write(CSharp.Doc("summary", "The states that a client can be in."));
        _writer.Open("public enum State");
        for (int i = 0; i < _engine.States.Count; i++)
        {
            StateModel state = _engine.States[i];
            _writer.Write(CSharp.Doc("summary", CSharp.Sentence(state.Description, state.Name.Text)));
            _writer.Write($"{_names.States[i]} = {i + 1},");
            _writer.Separate();
        }
        _writer.Close();
        _writer.Separate();

        _writer.Write(CSharp.Doc("summary", "The events that a client can take: messages of its peer, and those that actions raise."));
        _writer.Open("public enum Event");
        _writer.Write(CSharp.Doc("summary", "Ends the client."));
        _writer.Write("Terminate = 1,");
        for (int i = 0; i < _names.Events.Count; i++)
        {
            _writer.Separate();
            _writer.Write(CSharp.Doc("summary", $"{_names.Events[i].Name.Text}."));
            _writer.Write($"{_names.Events[i].CSharp} = {FirstEvent + i},");
        }
        _writer.Close();
        _writer.Separate();
    }

    private void Events()
    {
        _writer.Write("""
            /// <summary>Executes an event on a client: at once and nested if it is idle, else when it has done its work. On the loop only.</summary>
            /// <param name="client">The client.</param>
            /// <param name="happening">The event.</param>
            /// <param name="argument">What its actions read as <c>Argument</c>.</param>
            public void SendEvent(Client client, Event happening, object? argument = null)
                => SendEvent_(client, (int)happening, argument);

            /// <summary>Executes an event on all clients there are now. On the loop only.</summary>
            /// <param name="happening">The event.</param>
            /// <param name="argument">What its actions read as <c>Argument</c>.</param>
            /// <param name="except">A client to leave out, or null.</param>
            public void BroadcastEvent(Event happening, object? argument = null, Client? except = null)
                => BroadcastEvent_((int)happening, argument, except);

            """);
    }

    private void Hooks()
    {
        _writer.Write($$"""
            /// <summary>Called when the server starts, before its first client.</summary>
            partial void OnInitialize();

            /// <summary>Called when the server ends, after its last client.</summary>
            partial void OnTerminate();

            /// <inheritdoc/>
            protected override void OnInitialize_() => OnInitialize();

            /// <inheritdoc/>
            protected override void OnTerminate_() => OnTerminate();

            /// <inheritdoc/>
            protected override {{ZpEngines}}ServerModel<{{Message}}> Model_ => server_model;

            private static readonly Server_Model server_model = new Server_Model();

            """);
    }

    private void Tracer(string? name, string hook, string what, string when)
    {
        if (name is null)
            return;
        _writer.Write($$"""
            /// <summary>Called with each message that is {{what}}, if it has a body. What it throws is logged.</summary>
            /// <param name="peer">The peer.</param>
            /// <param name="message">The message that {{when}} {{what}}; valid until the call returns.</param>
            partial void {{name}}({{Zp}}RoutingId peer, {{Message}} message);

            /// <inheritdoc/>
            protected override void {{hook}}({{Zp}}RoutingId peer, {{Message}} message) => {{name}}(peer, message);

            """);
    }

    private void Methods()
    {
        if (_engine.Methods.Count == 0)
            return;
        List<ServerMethod> methods = _engine.Methods.Select((method, i) => new ServerMethod(method, _names.Methods[i])).ToList();
        foreach (ServerMethod method in methods)
            method.EmitDeclarations(_writer);
        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"protected override global::System.Action? FindMethod_({ZpEngines}MethodCall {ServerMethod.Call})");
        foreach (ServerMethod method in methods)
            method.EmitCall(_writer);
        _writer.Write("return null;");
        _writer.Close();
        _writer.Separate();
    }

    private void Model()
    {
        _writer.Open($"private sealed class Server_Model : {ZpEngines}ServerModel<{Message}>");
        _writer.Write($"public override string Name => {CSharp.Literal(_source.Model.Name.Text)};\n");
        _writer.Write($"public override {ZpEngines}UnexpectedMessage Unexpected => {ZpEngines}UnexpectedMessage.{_engine.Unexpected};\n");
        WellKnown("ExpiredEvent", "expired");
        WellKnown("MalformedEvent", "malformed");
        WellKnown("HeartbeatEvent", "heartbeat");

        // Over numbers, since a protocol may have a message for every id there can be.
        _writer.Open($"public override int EventOf({Message} message)");
        _writer.Open("switch ((int)message.Id)");
        foreach (NamedItem message in _source.Protocol.Messages)
            _writer.Write($"case (int){Message}.MessageId.{message.CSharp}:\n    return (int)Event.{_events[message.Name]};");
        _writer.Write("default:\n    return 0;");
        _writer.Close();
        _writer.Close();
        _writer.Separate();

        _writer.Open("public override bool IsReachable(int state, int happening)");
        _writer.Open("switch ((State)state)");
        // From states that lead to each other the same events can be reached.
        foreach (IGrouping<string, string> states in _engine.States.Select((state, i) => (State: state, Name: _names.States[i])).GroupBy(pair => Reachable(pair.State), pair => pair.Name))
        {
            foreach (string state in states)
                _writer.Write($"case State.{state}:");
            _writer.Deeper(() => _writer.Write(states.Key));
        }
        _writer.Write("default:\n    return false;");
        _writer.Close();
        _writer.Close();
        _writer.Close();
        _writer.Separate();
    }

    private string Reachable(StateModel state)
    {
        HashSet<ModelName> reachable = _table.ReachableFrom(state, out bool wildcard);
        List<string> cases = _source.Protocol.Messages.Where(message => reachable.Contains(message.Name)).Select(message => $"    case Event.{_events[message.Name]}:\n").ToList();
        return wildcard || cases.Count == 0
            ? $"return {(wildcard ? "true" : "false")};"
            : $"switch ((Event)happening)\n{{\n{string.Concat(cases)}        return true;\n    default:\n        return false;\n}}";
    }

    private void WellKnown(string property, string name)
    {
        if (_events.TryGetValue(new ModelName(name), out string? happening) && _engine.States.Any(state => state.Events.Any(item => !item.IsWildcard && item.Name.Equals(new ModelName(name)))))
            _writer.Write($"public override int {property} => (int)Event.{happening};\n");
    }

    private void Client()
    {
        _writer.Write(CSharp.Doc("summary", "One connected client: a machine of its own. Its members belong to the server's loop."));
        _writer.Open($"public sealed partial class Client : {Zp}ServerClient");
        _writer.Write($$"""
            /// <summary>The server.</summary>
            public {{_names.Class}} Server => ({{_names.Class}})Server_;

            /// <summary>The message of the event at work: what came from the peer, and what is sent to it.</summary>
            /// <exception cref="global::System.InvalidOperationException">The client is not at work.</exception>
            public {{Message}} Message => ({{Message}})Message_;

            /// <summary>The state that the client is in.</summary>
            public State State => (State)State_;

            /// <summary>Sets the event to go on with when the actions of this one are done. The last one set wins.</summary>
            /// <param name="happening">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The client is not at work.</exception>
            public void SetNextEvent(Event happening) => SetNextEvent_((int)happening);

            /// <summary>Sets the event that interrupts this one: no further action of it runs, and the state stays.</summary>
            /// <param name="happening">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The client is not at work.</exception>
            public void SetException(Event happening) => SetException_((int)happening);

            /// <summary>Sets the event that is raised once, unless another comes before the time has passed.</summary>
            /// <param name="delay">The time; zero or more.</param>
            /// <param name="happening">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The client has ended.</exception>
            public void SetWakeup(global::System.TimeSpan delay, Event happening) => SetWakeup_(delay, (int)happening);

            /// <summary>Runs asynchronous work off the loop, and executes an event with what became of it, if the client is still there.</summary>
            /// <typeparam name="T">What the work gives.</typeparam>
            /// <param name="work">The work. Its token ends with the client. It must not use the client itself, which belongs to the loop.</param>
            /// <param name="ok">The event whose <c>Argument</c> is the result.</param>
            /// <param name="error">The event whose <c>Argument</c> is the exception.</param>
            /// <exception cref="global::System.InvalidOperationException">The client has ended.</exception>
            public void Run<T>(global::System.Func<global::System.Threading.CancellationToken, global::System.Threading.Tasks.Task<T>> work, Event ok, Event error)
                => Run_(work, (int)ok, (int)error);

            /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the client is still there.</summary>
            /// <param name="work">The work. Its token ends with the client. It must not use the client itself, which belongs to the loop.</param>
            /// <param name="ok">The event; its <c>Argument</c> is null.</param>
            /// <param name="error">The event whose <c>Argument</c> is the exception.</param>
            /// <exception cref="global::System.InvalidOperationException">The client has ended.</exception>
            public void Run(global::System.Func<global::System.Threading.CancellationToken, global::System.Threading.Tasks.Task> work, Event ok, Event error)
                => Run_(work, (int)ok, (int)error);

            /// <summary>Sends the message at work to the peer, as one of this id.</summary>
            /// <param name="id">The message.</param>
            /// <exception cref="global::ZProto.ZProtoEncodeException">A field holds what the wire cannot carry.</exception>
            public void Send({{Message}}.MessageId id)
            {
                Message.Id = id;
                Send_();
            }

            /// <summary>Called when the client is new, with its first message in place. It may set a first event.</summary>
            partial void OnInitialize();

            /// <summary>Called when the client ends.</summary>
            partial void OnTerminate();

            /// <inheritdoc/>
            protected override void OnInitialize_() => OnInitialize();

            /// <inheritdoc/>
            protected override void OnTerminate_() => OnTerminate();

            """);
        Actions();
        Rows();
        Transitions("Before_", state => state.Before);
        Transitions("After_", state => state.After);
        Names();
        _writer.Close();
    }

    private void Actions()
    {
        foreach (NamedItem action in _names.Actions)
        {
            if (_engine.ActionBodies.FirstOrDefault(body => body.Name.Equals(action.Name)) is { } body)
            {
                _writer.Open($"private void {action.CSharp}()");
                ActionCode.Write(_writer, body);
                _writer.Close();
            }
            else
            {
                ActionModel first = ServerNames.ActionsOf(_engine).First(named => named.Name.Equals(action.Name));
                if (first.Description.Length > 0)
                    _writer.Write(CSharp.Doc("summary", CSharp.Sentence(first.Description, "")));
                // Without a body in the user's half, the compiler's error stands at the model's action.
                const string head = "private partial void ";
                _writer.WriteRaw(CSharp.LineDirective(first.Span, _writer.Column + head.Length));
                _writer.Write($"{head}{action.CSharp}();");
                _writer.WriteRaw("#line default");
            }
            _writer.Separate();
        }
    }

    private void Rows()
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Open("protected override int FindRow_(int state, int happening, bool isExternal)");
        _writer.Open("switch ((State)state)");
        for (int i = 0; i < _engine.States.Count; i++)
        {
            _writer.Write($"case State.{_names.States[i]}:");
            List<(EventModel Event, int Row)> events = _table.EventsOf(_engine.States[i]);
            string otherwise = events.Where(pair => pair.Event.IsWildcard).Select(pair => $"isExternal ? {pair.Row} : 0").DefaultIfEmpty("0").First();
            _writer.Deeper(() =>
            {
                _writer.Open("switch ((Event)happening)");
                foreach ((EventModel item, int row) in events.Where(pair => !pair.Event.IsWildcard))
                    _writer.Write($"case Event.{_events[item.Name]}:\n    return {row};");
                _writer.Write($"default:\n    return {otherwise};");
                _writer.Close();
            });
        }
        _writer.Write("default:\n    return 0;");
        _writer.Close();
        _writer.Close();
        _writer.Separate();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open("protected override void RunActions_(int row)");
        _writer.Open("switch (row)");
        for (int i = 0; i < _table.Rows.Count; i++)
        {
            (StateModel state, EventModel item) = (_table.Rows[i].State, _table.Rows[i].Event);
            if (item.Actions.Count == 0)
                continue;
            _writer.Write($"case {i + 1}: // {CSharp.Comment(state.Name.Text)}, {(item.IsWildcard ? "*" : CSharp.Comment(item.Name.Text))}");
            _writer.Deeper(() => Run(item.Actions));
        }
        _writer.Write("default:\n    return;");
        _writer.Close();
        _writer.Close();
        _writer.Separate();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open("protected override int NextState_(int row)");
        _writer.Open("switch (row)");
        for (int i = 0; i < _table.Rows.Count; i++)
        {
            if (_table.NumberOf(_table.Rows[i].Event.Next) is > 0 and var next)
                _writer.Write($"case {i + 1}:\n    return (int)State.{_names.States[next - 1]};");
        }
        _writer.Write("default:\n    return 0;");
        _writer.Close();
        _writer.Close();
        _writer.Separate();
    }

    private void Transitions(string method, Func<StateModel, EquatableArray<ActionModel>> actions)
    {
        if (!_engine.States.Any(state => actions(state).Count > 0))
            return;
        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"protected override void {method}(int state)");
        _writer.Open("switch ((State)state)");
        for (int i = 0; i < _engine.States.Count; i++)
        {
            if (actions(_engine.States[i]).Count == 0)
                continue;
            _writer.Write($"case State.{_names.States[i]}:");
            int place = i;
            _writer.Deeper(() => Run(actions(_engine.States[place])));
        }
        _writer.Write("default:\n    return;");
        _writer.Close();
        _writer.Close();
        _writer.Separate();
    }

    private void Run(EquatableArray<ActionModel> actions)
    {
        for (int i = 0; i < actions.Count; i++)
        {
            ActionModel action = actions[i];
            string traced = action.Message is null ? action.Name.Text : $"{action.Name.Text} {action.Message.Name.Text}";
            _writer.Write($"if (IsVerbose_)\n    Trace_({CSharp.Literal(traced)});");
            if (action.Message is not null && ServerNames.IsSend(action.Name))
                _writer.Write($"Send({Message}.MessageId.{_messages[action.Message.Name]});");
            else if (ServerNames.IsEngines(action.Name))
                _writer.Write("Terminate();");
            else
                _writer.Write($"{_actions[action.Name]}();");
            // Only an action of the user's can set an exception.
            if (i < actions.Count - 1 && !ServerNames.IsEngines(action.Name))
                _writer.Write("if (HasException_)\n    return;");
        }
        _writer.Write("return;");
    }

    private void Names()
    {
        Texts("StateName_", "state", "State", _engine.States.Select((state, i) => (_names.States[i], state.Name.Text)));
        _writer.Separate();
        Texts("EventName_", "happening", "Event", _names.Events.Select(item => (item.CSharp, item.Name.Text)).Prepend(("Terminate", "terminate")));
    }

    private void Texts(string method, string parameter, string type, IEnumerable<(string CSharp, string Text)> names)
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"protected override string {method}(int {parameter})");
        _writer.Open($"switch (({type}){parameter})");
        foreach ((string csharp, string text) in names)
            _writer.Write($"case {type}.{csharp}:\n    return {CSharp.Literal(text)};");
        _writer.Write($"default:\n    return \"?\";");
        _writer.Close();
        _writer.Close();
    }
}
