using ZProto.Model.WireTypes;
using ZProto.Model.Xml;

namespace ZProto.Model;

/// <summary>What happens to an external event that the state does not handle.</summary>
public enum UnexpectedMessageBehavior
{
    /// <summary>It is kept and offered again after each change of state.</summary>
    Queue,

    /// <summary>It is dropped.</summary>
    Ignore,

    /// <summary>It ends the machine.</summary>
    Terminate,
}

/// <summary>How a mesh speaks with its peers.</summary>
public enum MeshMode
{
    /// <summary>As equals: in by the engine's ROUTER, out by a DEALER for each peer.</summary>
    Harmony,

    /// <summary>As a client of many servers: both ways by a DEALER for each.</summary>
    Client,
}

/// <summary>What has states: an engine, for its peers or itself, and each further machine of an engine.</summary>
public interface IMachineModel
{
    /// <summary>Its states; the first is the start.</summary>
    EquatableArray<StateModel> States { get; }

    /// <summary>Actions whose C# is in the model.</summary>
    EquatableArray<ActionBodyModel> ActionBodies { get; }

    /// <summary>What happens to external events without a transition.</summary>
    UnexpectedMessageBehavior Unexpected { get; }
}

/// <summary>What can be said of any machine.</summary>
public static class MachineModelExtensions
{
    /// <summary>The actions of all states, in the order of the model.</summary>
    /// <param name="machine">The machine.</param>
    public static IEnumerable<ActionModel> GetActions(this IMachineModel machine)
        => machine.States.SelectMany(state => state.Before.Concat(state.Events.SelectMany(item => item.Actions)).Concat(state.After));
}

/// <summary>A server, client, mesh or node: a state machine, with what belongs to it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public abstract record EngineModel(ModelName Name, SourceSpan Span) : ClassModel(Name, Span), IMachineModel
{
    /// <summary>The protocol it speaks, or null for the only one there is.</summary>
    public Reference? ProtocolClass { get; init; }

    /// <summary>What happens to external events without a transition.</summary>
    public UnexpectedMessageBehavior Unexpected { get; init; }

    /// <summary>The hook that sees each message sent, or null.</summary>
    public Reference? SendTracer { get; init; }

    /// <summary>The hook that sees each message received, or null.</summary>
    public Reference? ReceiveTracer { get; init; }

    /// <summary>Its states; the first is the start.</summary>
    public EquatableArray<StateModel> States { get; init; }

    /// <summary>Actions whose C# is in the model.</summary>
    public EquatableArray<ActionBodyModel> ActionBodies { get; init; }

    /// <summary>The API's methods.</summary>
    public EquatableArray<MethodModel> Methods { get; init; }

    /// <summary>What actions answer the API with; none in a server.</summary>
    public EquatableArray<ReplyModel> Replies { get; init; }

    /// <summary>The field that pairs replies with calls, or null.</summary>
    public Reference? Correlation { get; init; }

    /// <summary>Members written in C#.</summary>
    public EquatableArray<CustomModel> Customs { get; init; }

    /// <summary>The steps of its dialogue with itself.</summary>
    public EquatableArray<SelfTestStepModel> SelfTest { get; init; }

    /// <summary>The machines of the engine itself.</summary>
    public EquatableArray<MachineModel> Machines { get; init; }

    /// <summary>The actions of all states, in the order of the model.</summary>
    public IEnumerable<ActionModel> Actions => this.GetActions();

    /// <summary>The role that its messages have: <c>server</c> or <c>client</c>, or null between equals.</summary>
    public abstract string? Role { get; }

    /// <summary>The messages that it sends.</summary>
    public virtual IEnumerable<Reference> SentMessages => Actions.Where(action => action.IsSend).Select(action => action.Message).OfType<Reference>();

    /// <summary>The messages that it passes on to its API, whether or not a state handles them.</summary>
    public virtual IEnumerable<Reference> DeliveredMessages => [];
}

/// <summary>An engine that hosts a state machine for each of its peers: a server or mesh.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public abstract record HostModel(ModelName Name, SourceSpan Span) : EngineModel(Name, Span)
{
    /// <summary>Its further sockets.</summary>
    public EquatableArray<SocketModel> Sockets { get; init; }
}

/// <summary>A server: a state machine for each client.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public sealed record ServerModel(ModelName Name, SourceSpan Span) : HostModel(Name, Span)
{
    /// <inheritdoc/>
    public override ModelKind Kind => ModelKind.Server;

    /// <inheritdoc/>
    public override string? Role => "server";
}

/// <summary>A mesh: a state machine for each peer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public sealed record MeshModel(ModelName Name, SourceSpan Span) : HostModel(Name, Span)
{
    /// <inheritdoc/>
    public override ModelKind Kind => ModelKind.Mesh;

    /// <summary>How it speaks with its peers.</summary>
    public MeshMode Mode { get; init; }

    /// <inheritdoc/>
    public override string? Role => Mode == MeshMode.Client ? "client" : null;
}

/// <summary>A client: a state machine with an API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public record ClientModel(ModelName Name, SourceSpan Span) : EngineModel(Name, Span)
{
    /// <inheritdoc/>
    public override ModelKind Kind => ModelKind.Client;

    /// <inheritdoc/>
    public override string? Role => "client";

    /// <summary>Messages that the API sends straight to the server.</summary>
    public EquatableArray<SendModel> Sends { get; init; }

    /// <summary>Messages that the API receives.</summary>
    public EquatableArray<Reference> Receives { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Reference> SentMessages => base.SentMessages.Concat(Sends.Select(send => send.Message));

    /// <inheritdoc/>
    public override IEnumerable<Reference> DeliveredMessages => Receives;
}

/// <summary>A node of a ZRE network: what a client is, to other nodes and groups of them in place of a server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public sealed record NodeModel(ModelName Name, SourceSpan Span) : ClientModel(Name, Span)
{
    /// <inheritdoc/>
    public override ModelKind Kind => ModelKind.Node;

    /// <inheritdoc/>
    public override string? Role => null;
}

/// <summary>A state.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Inherit">The superstate, or null.</param>
/// <param name="Events">The events it names itself.</param>
/// <param name="Before">Actions on entering it.</param>
/// <param name="After">Actions on leaving it.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record StateModel(
    ModelName Name,
    SourceSpan Span,
    Reference? Inherit,
    EquatableArray<EventModel> Events,
    EquatableArray<ActionModel> Before,
    EquatableArray<ActionModel> After,
    string Description)
{
    /// <summary>Its actions, in the order in which they can run.</summary>
    public IEnumerable<ActionModel> Actions => Before.Concat(Events.SelectMany(item => item.Actions)).Concat(After);
}

/// <summary>An event of a state.</summary>
/// <param name="Name">Its name; empty for the wildcard.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="IsWildcard">Whether it is <c>*</c>.</param>
/// <param name="Next">The state to move to, or null to stay.</param>
/// <param name="Actions">What it does, in order.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record EventModel(
    ModelName Name,
    SourceSpan Span,
    bool IsWildcard,
    Reference? Next,
    EquatableArray<ActionModel> Actions,
    string Description);

/// <summary>An action of an event.</summary>
/// <param name="Name">Its name; <c>send</c> and <c>terminate</c> are the engine's.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Message">The message of a <c>send</c>, or null.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record ActionModel(ModelName Name, SourceSpan Span, Reference? Message, string Description)
{
    private static readonly ModelName s_send = new("send");
    private static readonly ModelName s_terminate = new("terminate");

    /// <summary>The socket that a machine of an engine sends by; null where there is one only.</summary>
    public Reference? Socket { get; init; }

    /// <summary>What a node does on its network; <see cref="NodeAction.None"/> for any other action.</summary>
    public NodeAction OnNetwork { get; init; }

    /// <summary>The group that a node shouts to, joins or leaves, or empty.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether it sends a message.</summary>
    public bool IsSend => Name.Equals(s_send);

    /// <summary>Whether it ends the machine.</summary>
    public bool IsTerminate => Name.Equals(s_terminate);

    /// <summary>Whether it is the engine's; any other is the user's.</summary>
    public bool IsBuiltIn => IsSend || IsTerminate || OnNetwork != NodeAction.None;

    /// <summary>What it does, in words: <c>send HELLO</c>.</summary>
    public string Text => OnNetwork switch
    {
        NodeAction.Shout => $"{Named} to {Group}",
        NodeAction.Whisper => $"{Named} to the sender",
        NodeAction.Join or NodeAction.Leave => $"{Named} {Group}",
        _ => Named,
    };

    private string Named => Message is null ? Name.Text : $"{Name.Text} {Message.Name.Text}";
}

/// <summary>What an action of a node does on its network.</summary>
public enum NodeAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Sends to a group.</summary>
    Shout,

    /// <summary>Sends to the peer whose event is at work.</summary>
    Whisper,

    /// <summary>Joins a group.</summary>
    Join,

    /// <summary>Leaves a group.</summary>
    Leave,
}

/// <summary>The C# body of an action, written in the model.</summary>
/// <param name="Name">The action's name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Code">The body, piece by piece, each with its location.</param>
public sealed record ActionBodyModel(ModelName Name, SourceSpan Span, EquatableArray<XmlText> Code);

/// <summary>A method of the API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Return">The reply's property that it returns, or null.</param>
/// <param name="Immediate">Whether it raises no event and only waits for a reply.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Accepts">The replies it waits for.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record MethodModel(
    ModelName Name,
    SourceSpan Span,
    Reference? Return,
    bool Immediate,
    EquatableArray<ArgumentModel> Arguments,
    EquatableArray<AcceptModel> Accepts,
    string Description)
{
    /// <summary>The peer of a mesh on which it raises its event, or null.</summary>
    public ArgumentModel? Peer => Arguments.FirstOrDefault(argument => argument.Type == WireType.Peer);

    /// <summary>Whether a mesh's method is a call: it raises an event on a peer, or waits for a reply. Any other only runs.</summary>
    public bool IsCall => Peer is not null || Accepts.Count > 0;

    /// <summary>Milliseconds that a call may take, 0 for as long as it takes; null for what the engine's options say.</summary>
    public int? Timeout { get; init; }

    /// <summary>How often a call is made where no reply comes, the first time included.</summary>
    public int Tries { get; init; } = 1;
}

/// <summary>A reply that ends the call of a method.</summary>
/// <param name="Reply">The reply.</param>
/// <param name="IsError">Whether the call fails with it.</param>
public sealed record AcceptModel(Reference Reply, bool IsError);

/// <summary>An argument of a method or a property of a reply.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Type">Its type; a number without a size is <see cref="WireType.Integer"/>.</param>
/// <param name="Size">Bytes of a <see cref="WireType.Number"/> or <see cref="WireType.Octets"/>, else 0.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record ArgumentModel(ModelName Name, SourceSpan Span, WireType Type, int Size, string Description);

/// <summary>A reply from the actions to the API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Properties">What it carries.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record ReplyModel(ModelName Name, SourceSpan Span, EquatableArray<ArgumentModel> Properties, string Description);

/// <summary>A message that the API sends straight to the server.</summary>
/// <param name="Message">The message.</param>
/// <param name="Method">The method that sends it.</param>
public sealed record SendModel(Reference Message, ModelName Method);

/// <summary>Members of the generated class, written in C#.</summary>
/// <param name="Span">Where the model names them.</param>
/// <param name="Code">The members, piece by piece, each with its location in the model or in a file.</param>
public sealed record CustomModel(SourceSpan Span, EquatableArray<XmlText> Code);

/// <summary>A step of a dialogue that tests an engine.</summary>
/// <param name="Span">Where it is.</param>
/// <param name="Send">The message to send, or null.</param>
/// <param name="Body">What fills the message's first text or byte field, or null.</param>
/// <param name="Receive">The message to wait for, or null.</param>
public sealed record SelfTestStepModel(SourceSpan Span, Reference? Send, string? Body, Reference? Receive)
{
    /// <summary>The machine of the engine that it raises an event on, or whose state it expects; null for none.</summary>
    public Reference? Machine { get; init; }

    /// <summary>The event to raise on the machine, or null.</summary>
    public Reference? Raise { get; init; }

    /// <summary>The state that the machine is expected to be in then, or null.</summary>
    public Reference? State { get; init; }
}
