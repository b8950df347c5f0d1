using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ZProto.Engines;
using ZProto.Engines.Client;

namespace ZProto;

/// <summary>A client: a state machine on a DEALER socket to one server.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class ClientEngine<TMessage> : ClientEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly object _gate = new();
    private ReceiveQueue<TMessage>? _received;
    private ClientRuntime<TMessage>? _run;

    /// <summary>Makes the client. Its loop and socket start with the first call.</summary>
    protected ClientEngine()
    {
    }

    /// <summary>The message of the event at work: what came from the server, and what is sent to it.</summary>
    /// <exception cref="InvalidOperationException">The client is not at work.</exception>
    [LoopOnly]
    protected TMessage Message
        => ((ClientRuntime<TMessage>)OnLoop()).CurrentMessage ?? throw new InvalidOperationException("There is a message only while the client is at work on an event.");

    /// <summary>What the model says. Generated code gives it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract ClientDefinition<TMessage> Definition_ { get; }

    /// <summary>Called on the loop with each message when it has been sent.</summary>
    /// <param name="message">The message.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnSend_(TMessage message)
    {
    }

    /// <summary>Called on the loop with each message that was received and decoded, before the machine sees it.</summary>
    /// <param name="message">The message.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnReceive_(TMessage message)
    {
    }

    /// <summary>Sends the message at work to the server.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Send_()
    {
        _ = Message;
        _run!.SendCurrent();
    }

    /// <summary>Hands a copy of the message at work on to those who receive from the client.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Deliver_()
    {
        _ = Message;
        _run!.Deliver();
    }

    /// <summary>Sends a message of the API's, after those sent before.</summary>
    /// <param name="message">The message, which is the client's from now on.</param>
    /// <param name="cancellationToken">Ends the wait for room; a message that waited is not sent then.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task SendMessage_(TMessage message, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        var caller = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                (state, token) =>
                {
                    if (((TaskCompletionSource)state!).TrySetCanceled(token))
                        Apply(() => _run?.SendCancelled());
                },
                caller);
            _ = caller.Task.ContinueWith(
                static (_, registration) => ((CancellationTokenRegistration)registration!).Dispose(),
                registration, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        Begin(() => ((ClientRuntime<TMessage>)OnLoop()).Send(message, caller), exception => caller.TrySetException(AsClosed(exception)));
        return caller.Task;
    }

    /// <summary>Receives the next message that was handed on.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async ValueTask<TMessage> Receive_(CancellationToken cancellationToken)
    {
        try
        {
            return await Received.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw exception.InnerException as ClientClosedException ?? Closed();
        }
    }

    /// <summary>Receives all messages that are handed on, until the client ends.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async IAsyncEnumerable<TMessage> ReceiveAll_([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReceiveQueue<TMessage> received = Received;
        while (await received.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            while (received.TryTake(out TMessage message))
                yield return message;
        }
    }

    internal void TraceSend(TMessage message)
    {
        try
        {
            OnSend_(message);
        }
        catch (Exception exception)
        {
            OnUserCodeException("send tracer", exception);
        }
    }

    internal void TraceReceive(TMessage message)
    {
        try
        {
            OnReceive_(message);
        }
        catch (Exception exception)
        {
            OnUserCodeException("receive tracer", exception);
        }
    }

    private protected override ClientRuntime? Host => _run;

    private protected override void OnOpen()
    {
        _run = new ClientRuntime<TMessage>(this, Loop, Definition_, Received) { Logger = Logger, Meter = Meter! };
        try
        {
            OnInitialize_();
        }
        catch
        {
            // No one will close what has not opened.
            _run.Close();
            _run = null;
            throw;
        }
    }

    private protected override Task OnClosing() => _run!.WhenClosing();

    private protected override void OnClose()
    {
        _run!.Close();
        _run = null;
    }

    private protected override void OnEnded()
    {
        OnEnded(Closed());
        Received.End(null);
    }

    // Made by whoever asks first: the loop, or somebody who receives before the client has started.
    private ReceiveQueue<TMessage> Received
    {
        get
        {
            lock (_gate)
                return _received ??= new ReceiveQueue<TMessage>(Options.ReceiveQueueCapacity, () => Apply(static () => { }));
        }
    }
}
