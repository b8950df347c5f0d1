using ZProto.Transports;

namespace Titanic;

/// <summary>Titanic at work: store, services and dispatcher, until it is disposed.</summary>
public sealed class RunningTitanic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TitanicStore _store;
    private readonly TitanicService _service;

    /// <summary>Starts it.</summary>
    /// <param name="transport">What carries the messages.</param>
    /// <param name="endpoint">Where the broker is.</param>
    /// <param name="store">Where requests and replies are; disposed with this.</param>
    /// <param name="heartbeat">How often the broker hears of its workers.</param>
    public RunningTitanic(ITransport transport, string endpoint, TitanicStore store, TimeSpan heartbeat)
    {
        _store = store;
        _service = new TitanicService(store, transport, heartbeat);
        var dispatcher = new Dispatcher(store, transport);
        _service.Stored += dispatcher.Wake;
        Completion = Task.WhenAll(_service.RunAsync(endpoint, _stop.Token), dispatcher.RunAsync(endpoint, _stop.Token));
    }

    /// <summary>Completes when it has ended, by itself only on an exception.</summary>
    public Task Completion { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Completion;
        }
        catch (OperationCanceledException)
        {
            // As asked for.
        }
        await _service.DisposeAsync();
        _store.Dispose();
        _stop.Dispose();
    }
}
