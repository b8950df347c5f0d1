using ZProto.Engines;
using ZProto.Engines.Mesh;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>A mesh whose model is a table in the test, in place of what the generator makes of XML. HELLO is its greeting.</summary>
public sealed class TestMesh : MeshEngine<MeshMsg, TestMesh.Peer>
{
    public const int FirstMessageEvent = 100;

    private readonly Dictionary<(int State, int Event), Transition> _transitions = [];
    private readonly List<Transition> _all = [new Transition(0, [])];

    // A routing id must not begin with 0, as the bytes of a uuid may.
    public TestMesh() => Options.Key = PeerKey.From("a test mesh");

    public MeshMode Mode { get; init; }

    public int ExpiredEvent { get; set; }

    public int HeartbeatEvent { get; set; }

    public int MalformedEvent { get; set; }

    public int ConnectedEvent { get; set; }

    public int DisconnectedEvent { get; set; }

    public int QueueFullEvent { get; set; }

    public Action? OnStart { get; set; }

    public Action? OnStop { get; set; }

    public Action<Peer>? OnNewPeer { get; set; }

    public Action<Peer>? OnEndedPeer { get; set; }

    public Func<MeshMsg, bool>? Admits { get; set; }

    /// <summary>What is done whenever a key is mapped to a routing id or back.</summary>
    public Action? OnMapping { get; set; }

    /// <summary>What is done when a peer's class is created.</summary>
    public Action? OnConstructing { get; set; }

    /// <summary>Traces each message that is sent or received.</summary>
    public Action<MeshMsg>? Tracer { get; init; }

    /// <summary>Whether keys are mapped to routing ids as they are by default; else they are the same bytes.</summary>
    public bool MapsKeys { get; set; }

    /// <summary>Adds a transition: in a state, on an event, these actions, and then perhaps another state.</summary>
    public TestMesh On(int state, int eventId, int next, params Action<Peer>[] actions)
    {
        var transition = new Transition(next, actions);
        _transitions[(state, eventId)] = transition;
        _all.Add(transition);
        return this;
    }

    public TestMesh On(int state, MessageId message, int next, params Action<Peer>[] actions) => On(state, FirstMessageEvent + (int)message, next, actions);

    public void SendEvent(Peer peer, int eventId, object? argument = null) => MeshOperations.SendEvent(this, peer, eventId, argument);

    public void BroadcastEvent(int eventId, object? argument = null, Peer? except = null) => MeshOperations.BroadcastEvent(this, eventId, argument, except);

    protected override bool Admit(MeshMsg message) => Admits?.Invoke(message) ?? message.Id == MessageId.Hello;

    protected override RoutingId GetRoutingId(PeerKey key)
    {
        OnMapping?.Invoke();
        return MapsKeys ? base.GetRoutingId(key) : new RoutingId(key.Span);
    }

    protected override PeerKey GetKey(RoutingId routingId)
    {
        OnMapping?.Invoke();
        return MapsKeys ? base.GetKey(routingId) : PeerKey.From(routingId.Span);
    }

    protected override MeshDefinition<MeshMsg, Peer> CreateDefinition() => new Definition(this);

    public sealed class Peer : MeshPeer<MeshMsg>
    {
        public int State => StateMachineOperations.GetState(this);

        public TestMesh Mesh { get; init; } = null!;

        public void SetNextEvent(int eventId) => StateMachineOperations.SetNextEvent(this, eventId);

        public void Send(MessageId id)
        {
            Message.Id = id;
            MeshOperations.Send(Mesh, this);
        }

        public void Whisper(string text)
        {
            Message.SetWhisper(text);
            MeshOperations.Send(Mesh, this);
        }

        public void RunInBackground<T>(Func<CancellationToken, Task<T>> work, int ok, int error) => MeshOperations.RunInBackground(Mesh, this, work, ok, error);
    }

    // Not a record: two transitions without actions are two.
    private sealed class Transition(int next, Action<Peer>[] actions)
    {
        public int Next => next;

        public Action<Peer>[] Actions => actions;
    }

    private sealed class Definition(TestMesh mesh) : MeshDefinition<MeshMsg, Peer>
    {
        public override string Name => "test mesh";

        public override MeshMode Mode => mesh.Mode;

        public override UnexpectedMessageBehavior Unexpected => UnexpectedMessageBehavior.Queue;

        public override int ExpiredEvent => mesh.ExpiredEvent;

        public override int HeartbeatEvent => mesh.HeartbeatEvent;

        public override int MalformedEvent => mesh.MalformedEvent;

        public override int ConnectedEvent => mesh.ConnectedEvent;

        public override int DisconnectedEvent => mesh.DisconnectedEvent;

        public override int QueueFullEvent => mesh.QueueFullEvent;

        public override bool TracesSent => mesh.Tracer is not null;

        public override bool TracesReceived => mesh.Tracer is not null;

        public override void OnSend(RoutingId peer, MeshMsg message) => mesh.Tracer!(message);

        public override void OnReceive(RoutingId peer, MeshMsg message) => mesh.Tracer!(message);

        public override Peer CreatePeer()
        {
            mesh.OnConstructing?.Invoke();
            return new() { Mesh = mesh };
        }

        public override void OnInitialize() => mesh.OnStart?.Invoke();

        public override void OnTerminate() => mesh.OnStop?.Invoke();

        public override void OnInitialize(Peer peer) => mesh.OnNewPeer?.Invoke(peer);

        public override void OnTerminate(Peer peer) => mesh.OnEndedPeer?.Invoke(peer);

        public override int GetEvent(MeshMsg message) => FirstMessageEvent + (int)message.Id;

        public override int FindTransition(int state, int eventId, bool isExternal)
            => mesh._transitions.TryGetValue((state, eventId), out Transition? transition) ? mesh._all.IndexOf(transition) : 0;

        public override int RunActions(Peer peer, int transition)
        {
            foreach (Action<Peer> action in mesh._all[transition].Actions)
            {
                action(peer);
                if (HasException(peer))
                    return 0;
            }
            return mesh._all[transition].Next;
        }

        public override bool IsReachable(int state, int eventId) => mesh._transitions.Keys.Any(transition => transition.Event == eventId);

        public override string GetStateName(int state) => $"state {state}";

        public override string GetEventName(int eventId) => $"event {eventId}";
    }
}
