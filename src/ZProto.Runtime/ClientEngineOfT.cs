using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ZProto.Engines;
using ZProto.Engines.Client;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>A client: a state machine on a DEALER socket to one server. Its methods may be called from any thread; all else belongs to its loop.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class ClientEngine<TMessage> : ClientEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly object _gate = new();
    private ClientDefinition<TMessage>? _definition;
    private ReceiveQueue<TMessage>? _received;
    private ClientRuntime<TMessage>? _runtime;

    /// <summary>Creates the engine. Its loop and socket start with the first call.</summary>
    protected ClientEngine()
    {
    }

    /// <summary>The socket, for actions to connect.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected ClientConnection Dealer => OnLoop().Dealer;

    /// <summary>The message of the current event: what the server sent, and what is sent to it. It is empty if the event is not a message.</summary>
    /// <exception cref="InvalidOperationException">The client is not executing an event, or the caller is not on its loop.</exception>
    [LoopOnly]
    protected TMessage Message => OnLoop().Machine.Message;

    /// <summary>The argument of the current event, or null.</summary>
    [LoopOnly]
    protected object? Argument => OnLoop().Machine.Argument;

    /// <summary>The prefix of the client's log lines; null for the model's name.</summary>
    [LoopOnly]
    protected string? LogPrefix
    {
        get => OnLoop().Machine.LogPrefix;
        set => OnLoop().Machine.LogPrefix = value;
    }

    /// <summary>Whether the machine has not ended.</summary>
    [LoopOnly]
    protected bool IsAlive => OnLoop().Machine.IsAlive;

    /// <summary>Sets how often <c>heartbeat</c> is raised, regardless of traffic.</summary>
    /// <param name="interval">The time between two; zero for never.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void SetHeartbeat(TimeSpan interval) => OnLoop().SetHeartbeat(interval);

    /// <summary>Sets after how long without a message from the server <c>expired</c> is raised, each time, until zero is set.</summary>
    /// <param name="interval">The time, from now on; zero for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void SetExpiry(TimeSpan interval) => OnLoop().SetExpiry(interval);

    /// <summary>Says whether the client is connected to its server, for <see cref="ClientEngine.IsConnected"/> and <see cref="ClientEngine.WaitForConnectionAsync"/>.</summary>
    /// <remarks>
    /// False means that the connection is lost. Calls that wait for a reply fail with a <see cref="ConnectionLostException"/>, unless the
    /// model's <c>correlation</c> tells replies apart, and the DEALER is replaced by a new one with the same endpoints, so that no
    /// earlier request or reply is mistaken for a later one. None of this happens if there was no connection.
    /// </remarks>
    /// <param name="connected">Whether it is.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void SetConnected(bool connected)
    {
        ClientRuntime<TMessage> runtime = OnLoop();
        bool was = ExchangeConnected(connected);
        // What a transport tells of has not been there before it told so.
        if (!connected && (was || runtime.Link.IsConnected || !runtime.Link.IsTold(runtime.Dealer.Endpoints)))
            runtime.LoseConnection();
        if (was != connected)
            RaiseConnectionChanged(connected);
    }

    /// <summary>Ends the client when the current event, or the next one, is done: calls that are open fail.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void Terminate() => OnLoop().Machine.Terminate();

    /// <summary>Creates what the model says of the client. Generated code overrides it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract ClientDefinition<TMessage> CreateDefinition();

    /// <summary>The client at work, for code on its loop.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    internal ClientRuntime<TMessage> OnLoop()
    {
        if (_runtime is not { } runtime || !IsOnLoop)
            throw new InvalidOperationException("This member belongs to the client's loop: use it from actions and handlers, or through InvokeAsync.");
        return runtime;
    }

    internal Task<T> BeginCall<T>(ClientCall<T> call, CancellationToken cancellationToken)
    {
        call.CancelBy(cancellationToken, OnCancelled);
        Begin(() => OnLoop().Calls.Submit(call), exception => call.Fail(AsClosed(exception)));
        return call.Task;
    }

    internal Task BeginSend(TMessage message, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        var caller = new TaskCompletionSource(Platform.CompletionOptions);
        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                (state, token) =>
                {
                    if (((TaskCompletionSource)state!).TrySetCanceled(token))
                        Apply(() => _runtime?.SendCancelled());
                },
                caller);
            _ = caller.Task.ContinueWith(
                static (_, registration) => ((CancellationTokenRegistration)registration!).Dispose(),
                registration, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        Begin(() => OnLoop().Send(message, caller), exception => caller.TrySetException(AsClosed(exception)));
        return caller.Task;
    }

    internal async ValueTask<TMessage> TakeReceivedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Received.TakeAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        }
        catch (ChannelClosedException exception)
        {
            throw exception.InnerException as ClientClosedException ?? Closed();
        }
    }

    internal async IAsyncEnumerable<TMessage> TakeAllReceivedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReceiveQueue<TMessage> received = Received;
        while (await received.WaitAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext))
        {
            while (received.TryTake(out TMessage message))
                yield return message;
        }
    }

    private protected override ITransport CreateDefaultTransport() => EngineDefinition.CreateDefaultTransport();

    private protected override void OnOpen(EngineContext context)
    {
        _runtime = new ClientRuntime<TMessage>(context, Options, EngineDefinition, Received, OnEnded)
        {
            MachineEnded = () => _ = DisposeAsync().AsTask(),
            DescribePeers = DescribePeers,
        };
        try
        {
            EngineDefinition.OnInitialize();
        }
        catch
        {
            // No one will close what has not opened.
            _runtime.Close();
            _runtime = null;
            throw;
        }
    }

    /// <summary>What is known of whom the engine speaks with, where that is not a server, for those whose calls are not answered.</summary>
    private protected virtual Func<string>? DescribePeers => null;

    private protected override Task OnClosing() => _runtime!.WhenClosing();

    private protected override void OnClose()
    {
        _runtime!.Close();
        _runtime = null;
    }

    private protected override void OnEnded()
    {
        OnEnded(Closed());
        Received.End(null);
    }

    private protected ClientDefinition<TMessage> EngineDefinition => LazyInitializer.EnsureInitialized(ref _definition, CreateDefinition);

    // Made by whoever asks first: the loop, or somebody who receives before the client has started.
    private ReceiveQueue<TMessage> Received
    {
        get
        {
            lock (_gate)
                return _received ??= new ReceiveQueue<TMessage>(Options.ReceiveQueueCapacity, () => Apply(static () => { }));
        }
    }

    private void OnCancelled(ClientCall call) => Apply(() => _runtime?.Calls.Abandoned(call));
}
