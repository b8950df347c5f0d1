using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;

namespace ZProto.Engines.Client;

/// <summary>Sends the messages of a client in order, and keeps those that the DEALER does not take yet.</summary>
internal sealed class ClientSender<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // How soon a DEALER that was full is asked again; no transport tells of the moment.
    private const long FullMilliseconds = 1;

    private readonly EngineContext _context;
    private readonly ClientConnection _dealer;
    private readonly ClientDefinition<TMessage> _definition;
    private readonly MessageTracer<StateMachine<TMessage>, TMessage> _tracer;
    private readonly int _capacity;
    private readonly SendQueue<TMessage> _queue;
    private readonly CallbackTimer _flush;
    private readonly MultipartMessage _frames = new();
    private bool _hasSaidFull;

    public ClientSender(
        EngineContext context, ClientConnection dealer, ClientDefinition<TMessage> definition, MessageTracer<StateMachine<TMessage>, TMessage> tracer, int capacity)
    {
        _context = context;
        _dealer = dealer;
        _definition = definition;
        _tracer = tracer;
        _capacity = capacity;
        _queue = new SendQueue<TMessage>(capacity);
        _flush = new CallbackTimer(Flush);
    }

    /// <summary>What is done each time that nothing waits any more.</summary>
    public Action Flushed { get; init; } = () => { };

    /// <summary>Whether nothing waits to be sent.</summary>
    public bool IsEmpty => _queue.IsEmpty;

    /// <summary>Sends a message of an action's, or keeps a copy of it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outlastsConnection">Whether it is still to be sent when the connection is lost.</param>
    /// <param name="name">The client, for the log.</param>
    /// <returns>Whether it is sent, or will be; else it is dropped.</returns>
    public bool Send(TMessage message, bool outlastsConnection, string name)
    {
        Encode(message);
        // After what waits, so that everything goes out in order.
        if (_queue.IsEmpty && TrySendEncoded())
        {
            _tracer.Sent(default, message);
            return true;
        }
        if (_queue.TryAdd(message.Clone(), outlastsConnection))
            return true;
        _context.Meter.NotSent(SendResult.QueueFull);
        if (!_hasSaidFull)
            _context.Logger.ClientSendQueueFull(name, _capacity);
        _hasSaidFull = true;
        return false;
    }

    /// <summary>Sends a message of the API's, which is the client's from now on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="caller">Who waits until it is sent, or waits among those for which there is room.</param>
    public void Send(TMessage message, TaskCompletionSource caller)
    {
        // What cannot be encoded is the caller's to know, and must not come up later.
        Encode(message);
        if (_queue.IsFull)
        {
            _queue.Add(message, caller);
            return;
        }
        // Not behind the caller's back, who may give up at this very moment.
        if (!caller.TrySetResult())
            return;
        if (_queue.IsEmpty && TrySendEncoded())
            _tracer.Sent(default, message);
        else
            _queue.TryAdd(message, outlastsConnection: true);
    }

    /// <summary>Some of those who wait for room have given up.</summary>
    public void OnCancelled() => _queue.ForgetCancelled();

    /// <summary>Sends what waits, as far as the DEALER takes it.</summary>
    public void Flush()
    {
        while (_queue.TryPeek(out TMessage? message))
        {
            Encode(message);
            if (!TrySendEncoded())
                break;
            _queue.Remove();
            _tracer.Sent(default, message);
        }
        if (!_queue.IsEmpty)
            return;
        _hasSaidFull = false;
        Flushed();
    }

    /// <summary>Forgets what waits to be sent and was meant for the connection that is lost.</summary>
    public void OnConnectionLost() => _queue.OnConnectionLost();

    /// <summary>Nothing is sent any more: those who wait for room are told.</summary>
    public void Fail(Exception exception) => _queue.Fail(exception);

    /// <summary>Tries no more to send what waits.</summary>
    public void Close() => _context.Loop.Timers.Cancel(_flush);

    private void Encode(TMessage message)
    {
        var writer = new FrameWriter(_frames);
        _definition.Encode(message, ref writer);
    }

    private bool TrySendEncoded()
    {
        SendResult result = _dealer.Socket?.Send(default, _frames) ?? SendResult.QueueFull;
        if (result == SendResult.Sent)
        {
            _context.Meter.Sent(_frames);
            return true;
        }
        // Without a connection there is nothing to try; the next one flushes by itself.
        if (!_flush.IsArmed && _dealer.Endpoints.Count > 0)
            _context.Loop.Timers.Arm(_flush, _context.Loop.Now + FullMilliseconds);
        return false;
    }
}
