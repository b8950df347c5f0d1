using ZProto.Engines;
using ZProto.Engines.Server;

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

    public TestServer(FakeTimeProvider? clock = null)
    {
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

    protected override ServerDefinition<OddValues, Client> CreateDefinition() => new Definition(this);

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

    public void SendEvent(Client client, int eventId, object? argument = null) => ServerOperations.SendEvent(this, client, eventId, argument);

    public void BroadcastEvent(int eventId, object? argument = null, Client? except = null) => ServerOperations.BroadcastEvent(this, eventId, argument, except);

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

    public sealed class Client : ServerClient<OddValues>
    {
        public int State => StateMachineOperations.GetState(this);

        public TestServer Server { get; init; } = null!;

        public void SetNextEvent(int eventId) => StateMachineOperations.SetNextEvent(this, eventId);

        public void SetException(int eventId) => StateMachineOperations.SetException(this, eventId);

        public void SetWakeup(TimeSpan delay, int eventId) => StateMachineOperations.SetWakeup(this, delay, eventId);

        public void SetTimer(TimeSpan delay, int eventId) => StateMachineOperations.SetTimer(this, delay, eventId);

        public void CancelTimer(int eventId) => StateMachineOperations.CancelTimer(this, eventId);

        public void Send() => ServerOperations.Send(Server, this);

        public void RunInBackground<T>(Func<CancellationToken, Task<T>> work, int ok, int error) => ServerOperations.RunInBackground(Server, this, work, ok, error);

        public void RunInBackground(Func<CancellationToken, Task> work, int ok, int error) => ServerOperations.RunInBackground(Server, this, work, ok, error);
    }

    public Action? OnStart { get; set; }

    public Action? OnStop { get; set; }

    private sealed record Row(int Next, Action<Client>[] Actions);

    private sealed class Definition(TestServer server) : ServerDefinition<OddValues, Client>
    {
        public override string Name => "";

        public override Client CreateClient()
        {
            server.OnConstructing?.Invoke();
            return new Client { Server = server };
        }

        public override void OnInitialize() => server.OnStart?.Invoke();

        public override void OnTerminate() => server.OnStop?.Invoke();

        public override void OnInitialize(Client client) => server.OnNewClient?.Invoke(client);

        public override void OnTerminate(Client client) => server.OnEndedClient?.Invoke(client);

        public override int FindTransition(int state, int eventId, bool isExternal)
            => server._rows.TryGetValue((state, eventId), out Row? transition) || (isExternal && server._rows.TryGetValue((state, 0), out transition))
                ? server.NumberOf(transition)
                : 0;

        public override int RunActions(Client client, int transition)
        {
            foreach (Action<Client> action in server._all[transition].Actions)
            {
                action(client);
                if (HasException(client))
                    return 0;
            }
            return server._all[transition].Next;
        }

        public override void RunEntryActions(Client client, int state) => server._before.GetValueOrDefault(state)?.Invoke(client);

        public override void RunExitActions(Client client, int state) => server._after.GetValueOrDefault(state)?.Invoke(client);

        public override string GetStateName(int state) => $"state {state}";

        public override string GetEventName(int eventId) => $"event {eventId}";

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
