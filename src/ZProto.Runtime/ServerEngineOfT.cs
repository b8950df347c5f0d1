using System.ComponentModel;
using ZProto.Engines;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto;

/// <summary>A server on a ROUTER socket: a state machine for each of its clients.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TClient">A client's machine.</typeparam>
public abstract class ServerEngine<TMessage, TClient> : ServerEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient<TMessage>
{
    private readonly ServerSettings _settings;
    private ServerDefinition<TMessage, TClient>? _definition;
    private volatile ServerRuntime<TMessage, TClient>? _runtime;
    private EngineMachines? _machines;

    /// <summary>Creates the engine. Its loop and socket start with the first call.</summary>
    protected ServerEngine()
        : this(new ServerSettings())
    {
    }

    private ServerEngine(ServerSettings settings)
        : base(settings)
        => _settings = settings;

    /// <summary>The current clients. On the loop only.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public IReadOnlyList<TClient> GetClients() => OnLoop().Clients;

    /// <summary>Creates what the model says of the server. Generated code overrides it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract ServerDefinition<TMessage, TClient> CreateDefinition();

    /// <summary>The client of a routing id, if there is one. On the loop only.</summary>
    /// <param name="routingId">The routing id.</param>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public bool TryGetClient(RoutingId routingId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TClient? client)
        => (client = OnLoop().Find(routingId.Span)) is not null;

    /// <summary>Sends a message to a peer, whether it is a client or not. On the loop only.</summary>
    /// <param name="routingId">The peer.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public SendResult SendTo(RoutingId routingId, TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return OnLoop().SendTo(routingId, message);
    }

    /// <summary>The steps of the model's selftest, for the test kit.</summary>
    internal IReadOnlyList<SelfTestStep> SelfTest => Definition.SelfTest;

    /// <summary>The model's name.</summary>
    internal string ModelName => Definition.Name;

    private protected override IServerControl? Control => _runtime;

    private protected override ServerConfiguration? Configuration => _runtime?.Configuration;

    private ServerDefinition<TMessage, TClient> Definition => LazyInitializer.EnsureInitialized(ref _definition, CreateDefinition);

    private protected override ITransport CreateDefaultTransport() => Definition.CreateDefaultTransport();

    private protected override void OnOpen(EngineContext context)
    {
        var runtime = new ServerRuntime<TMessage, TClient>(context, Options, _settings, Definition);
        _runtime = runtime;
        try
        {
            _machines = HostParts.Open(context, new EngineSockets(this, Options.Socket, runtime.Decide), Definition);
        }
        catch
        {
            runtime.Close();
            _runtime = null;
            throw;
        }
        runtime.Begin();
    }

    private protected override void OnClose()
    {
        _runtime!.Close();
        Context!.RunGuarded(static definition => definition.OnTerminate(), Definition, "OnTerminate of the server");
        _machines?.Close();
        _runtime = null;
    }

    /// <summary>The server at work; null before its start and after its end.</summary>
    internal ServerRuntime<TMessage, TClient>? Runtime => _runtime;

    /// <summary>The server at work, for code on its loop.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the server's loop.</exception>
    internal ServerRuntime<TMessage, TClient> OnLoop()
    {
        if (_runtime is not { } runtime || !IsOnLoop)
            throw new InvalidOperationException("This member belongs to the server's loop: use it from actions and handlers, or through InvokeAsync.");
        return runtime;
    }
}
