using ZProto;
using ZProto.Transports;

namespace Pirates;

/// <summary>A Paranoid Pirate queue: gives each request of a client to the worker that has waited longest, and its reply to the client.</summary>
public sealed class PirateQueue : IAsyncDisposable
{
    private readonly EventLoop _loop;
    private readonly QueueFrontend _frontend;
    private readonly QueueBackend _backend;

    /// <summary>Creates a queue.</summary>
    /// <param name="transport">What carries the messages.</param>
    /// <param name="heartbeat">How often workers and queue hear of each other, one second if it is null; a worker that is silent for three of them is dead.</param>
    /// <param name="time">The clock, the system's if it is null.</param>
    public PirateQueue(ITransport transport, TimeSpan? heartbeat = null, TimeProvider? time = null)
    {
        TimeSpan interval = heartbeat ?? TimeSpan.FromSeconds(1);
        var lines = new WaitingLines();
        // On one loop both sides can call each other.
        _loop = new EventLoop(transport, time, "queue");
        _frontend = new QueueFrontend(lines) { Options = { Loop = _loop }, ClientTimeout = TimeSpan.FromSeconds(30) };
        _backend = new QueueBackend(lines) { Options = { Loop = _loop }, ClientTimeout = 3 * interval, HeartbeatInterval = interval };
    }

    /// <summary>Accepts clients at an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    /// <exception cref="TransportException">It cannot be bound.</exception>
    public Task<string> BindClientsAsync(string endpoint) => _frontend.BindAsync(endpoint);

    /// <summary>Accepts workers at an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    /// <exception cref="TransportException">It cannot be bound.</exception>
    public Task<string> BindWorkersAsync(string endpoint) => _backend.BindAsync(endpoint);

    /// <summary>How many workers are alive.</summary>
    public Task<int> CountWorkersAsync() => _backend.InvokeAsync(() => _backend.GetClients().Count);

    /// <summary>Ends the queue, and drops what waits in it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _frontend.DisposeAsync();
        await _backend.DisposeAsync();
        await _loop.DisposeAsync();
    }
}
