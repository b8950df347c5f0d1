using ZProto.Engines;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A server whose model is a table in the test, in place of what the generator makes of XML.</summary>
public sealed class TestServer : ServerEngine<OddValues, TestServer.Client>
{
    public const int Terminate = 1;
    public const int FirstMessageEvent = 100;

    private readonly Dictionary<(int State, int Event), Row> _rows = [];
    private readonly List<Row> _all = [new Row(0, [])];
    private readonly Dictionary<int, Action<Client>> _before = [];
    private readonly Dictionary<int, Action<Client>> _after = [];
    private readonly TestModel _model;

    public TestServer(FakeTimeProvider? clock = null)
    {
        _model = new TestModel(this);
        Options.Name = nameof(TestServer);
        Options.TimeProvider = clock;
        Options.Transport = new InProcessTransport();
    }

    public UnexpectedMessageBehavior Unexpected { get; set; } = UnexpectedMessageBehavior.Queue;

    public int ExpiredEvent { get; set; }

    public int MalformedEvent { get; set; }

    public int HeartbeatEvent { get; set; }

    public int DisconnectedEvent { get; set; }

    public Action? OnConstructing { get; set; }

    public Action<Client>? OnNewClient { get; set; }

    public Action<Client>? OnEndedClient { get; set; }

    protected override ServerDefinition<OddValues> Definition_ => _model;

    /// <summary>The event of a message: any state may name it.</summary>
    public static int GetEvent(OddValues.MessageId id) => FirstMessageEvent + (int)id;

    /// <summary>Adds a row: in a state, on an event, these actions, and then perhaps another state.</summary>
    public TestServer On(int state, int eventId, int next, params Action<Client>[] actions)
    {
        _rows[(state, eventId)] = new Row(next, actions);
        return this;
    }

    public TestServer On(int state, OddValues.MessageId message, int next, params Action<Client>[] actions)
        => On(state, GetEvent(message), next, actions);

    /// <summary>Adds a row for all messages that the state does not name.</summary>
    public TestServer OnAnyMessage(int state, int next, params Action<Client>[] actions) => On(state, 0, next, actions);

    public TestServer Before(int state, Action<Client> action)
    {
        _before[state] = action;
        return this;
    }

    public TestServer After(int state, Action<Client> action)
    {
        _after[state] = action;
        return this;
    }

    public void SendEvent(Client client, int eventId, object? argument = null) => SendEvent_(client, eventId, argument);

    public void BroadcastEvent(int eventId, object? argument = null, Client? except = null) => BroadcastEvent_(eventId, argument, except);

    private int NumberOf(Row transition)
    {
        int number = _all.IndexOf(transition);
        if (number < 0)
        {
            _all.Add(transition);
            number = _all.Count - 1;
        }
        return number;
    }

    public sealed class Client : ServerClient
    {
        public Client() => s_current?.OnConstructing?.Invoke();

        public int State => State_;

        public TestServer Server => (TestServer)Server_;

        public OddValues Message => (OddValues)Message_;

        public void SetNextEvent(int eventId) => SetNextEvent_(eventId);

        public void SetException(int eventId) => SetException_(eventId);

        public void SetWakeup(TimeSpan delay, int eventId) => SetWakeup_(delay, eventId);

        public void SetTimer(TimeSpan delay, int eventId) => SetTimer_(delay, eventId);

        public void CancelTimer(int eventId) => CancelTimer_(eventId);

        public void Send() => Send_();

        public void RunInBackground<T>(Func<CancellationToken, Task<T>> work, int ok, int error) => RunInBackground_(work, ok, error);

        public void RunInBackground(Func<CancellationToken, Task> work, int ok, int error) => RunInBackground_(work, ok, error);

        protected override int FindTransition_(int state, int eventId, bool isExternal)
        {
            // The prototype that engines ask about the start state has no server yet.
            if (s_current is not { } server)
                return 0;
            if (server._rows.TryGetValue((state, eventId), out Row? transition) || (isExternal && server._rows.TryGetValue((state, 0), out transition)))
                return server.NumberOf(transition);
            return 0;
        }

        protected override int RunActions_(int transition)
        {
            foreach (Action<Client> action in Server._all[transition].Actions)
            {
                action(this);
                if (HasException_)
                    return 0;
            }
            return Server._all[transition].Next;
        }

        protected override void Before_(int state) => Server._before.GetValueOrDefault(state)?.Invoke(this);

        protected override void After_(int state) => Server._after.GetValueOrDefault(state)?.Invoke(this);

        protected override string StateName_(int state) => $"state {state}";

        protected override string EventName_(int eventId) => $"event {eventId}";

        protected override void OnInitialize_() => Server.OnNewClient?.Invoke(this);

        protected override void OnTerminate_() => Server.OnEndedClient?.Invoke(this);
    }

    // A loop thread runs one test server; generated code has its table in code and needs no such thing.
    [ThreadStatic]
    private static TestServer? s_current;

    public Action? OnStart { get; set; }

    public Action? OnStop { get; set; }

    protected override void OnInitialize_()
    {
        s_current = this;
        OnStart?.Invoke();
    }

    protected override void OnTerminate_() => OnStop?.Invoke();

    private sealed record Row(int Next, Action<Client>[] Actions);

    private sealed class TestModel(TestServer server) : ServerDefinition<OddValues>
    {
        public override UnexpectedMessageBehavior Unexpected => server.Unexpected;

        public override int ExpiredEvent => server.ExpiredEvent;

        public override int MalformedEvent => server.MalformedEvent;

        public override int HeartbeatEvent => server.HeartbeatEvent;

        public override int DisconnectedEvent => server.DisconnectedEvent;

        public override int GetEvent(OddValues message) => TestServer.GetEvent(message.Id);

        public override bool IsReachable(int state, int eventId)
        {
            var reached = new HashSet<int> { state };
            while (server._rows.Where(transition => reached.Contains(transition.Key.State) && transition.Value.Next != 0).Count(transition => reached.Add(transition.Value.Next)) > 0)
            {
            }
            return server._rows.Keys.Any(transition => reached.Contains(transition.State) && transition.Event == eventId);
        }
    }
}
