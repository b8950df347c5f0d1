using ZProto.Engines;
using ZProto.Engines.Execution;

namespace ZProto;

/// <summary>A client: a state machine on a DEALER socket to one server. Generated clients derive from its generic form.</summary>
public abstract class ClientEngine : Engine<ClientOptions>
{
    private readonly object _gate = new();
    private TaskCompletionSource _whenConnected = new(Platform.CompletionOptions);
    private ClientClosedException? _closed;
    private volatile bool _connected;

    private protected ClientEngine()
        : base(new EngineSettings())
    {
    }

    /// <summary>Whether the client is connected to its server, as its actions report it.</summary>
    public bool IsConnected => _connected;

    /// <summary>Raised when <see cref="IsConnected"/> changes, on the client's loop: a handler must not block. Its exceptions are logged.</summary>
    public event EventHandler<ConnectionChangedEventArgs>? ConnectionChanged;

    /// <summary>Waits until the client is connected to its server, as its actions report it. It does not connect the client.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClientClosedException">The client has ended.</exception>
    public Task WaitForConnectionAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return _closed is not null ? Task.FromException(Closed()) : _whenConnected.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Sets whether the client is connected, and tells those who wait for it.</summary>
    /// <returns>Whether it was.</returns>
    private protected bool ExchangeConnected(bool connected)
    {
        lock (_gate)
        {
            bool was = _connected;
            if (was && !connected)
                _whenConnected = new TaskCompletionSource(Platform.CompletionOptions);
            _connected = connected;
            if (connected)
                _whenConnected.TrySetResult();
            return was;
        }
    }

    /// <summary>The client has ended, whatever ended it: those who wait for a connection are told.</summary>
    private protected void OnEnded(ClientClosedException closed)
    {
        bool was;
        lock (_gate)
        {
            was = _connected;
            _closed ??= closed;
            _connected = false;
            // Those who wait for a connection from now on are told at once.
            _whenConnected.TrySetException(closed);
            _ = _whenConnected.Task.Exception;
        }
        if (was)
            RaiseConnectionChanged(false);
    }

    /// <summary>An exception as those who call the client see it.</summary>
    private protected Exception AsClosed(Exception exception) => exception is ObjectDisposedException ? Closed() : exception;

    /// <summary>Why the client takes no calls any more.</summary>
    private protected ClientClosedException Closed() => new(_closed?.Message ?? $"The client '{GetType().Name}' has ended.", _closed?.InnerException);

    private protected void RaiseConnectionChanged(bool connected)
        => Context!.RunGuarded(client => client.ConnectionChanged?.Invoke(client, new ConnectionChangedEventArgs(connected)), this, "handler of ConnectionChanged");
}
