using Majordomo;
using Microsoft.Data.Sqlite;
using ZProto;
using ZProto.Transports;

namespace Titanic;

/// <summary>
/// Asks the services that stored requests are for, as clients of the broker, and stores their replies. A request whose service is away, or
/// does not answer, is asked again later.
/// </summary>
public sealed class Dispatcher(TitanicStore store, ITransport transport)
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _underWay = [];
    private readonly Dictionary<string, long> _away = [];
    private readonly SemaphoreSlim _stored = new(0);

    /// <summary>How many requests are asked side by side. Default 4.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>How long a service that was away is left alone. Default one second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request that no one closes is kept. Default 30 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A request was stored.</summary>
    public void Wake() => _stored.Release();

    /// <summary>Dispatches until the token is cancelled.</summary>
    /// <param name="endpoint">Where the broker is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RunAsync(string endpoint, CancellationToken cancellationToken)
        => Task.WhenAll([CleanAsync(cancellationToken), .. Enumerable.Range(0, Lanes).Select(_ => RunLaneAsync(endpoint, cancellationToken))]);

    private async Task RunLaneAsync(string endpoint, CancellationToken cancellationToken)
    {
        await using var client = new MdpClient { Options = { Transport = transport } };
        await client.OpenAsync(endpoint, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (Reserve() is not { } request)
                    await _stored.WaitAsync(Pause, cancellationToken);
                else
                    await DispatchAsync(client, request, cancellationToken);
            }
            catch (SqliteException exception)
            {
                // A request whose reply could not be stored is asked again.
                Console.Error.WriteLine($"titanic: the store failed: {exception.Message}");
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task DispatchAsync(MdpClient client, StoredRequest request, CancellationToken cancellationToken)
    {
        try
        {
            FrameList found = await client.RequestAsync("mmi.service", Bodies.ToBody(request.Service), cancellationToken);
            if (found.ToText() == "200")
                store.Answer(request, await client.RequestAsync(request.Service, request.Body, cancellationToken));
            else
                LeaveAlone(request.Service);
        }
        catch (TimeoutException)
        {
            LeaveAlone(request.Service);
        }
        finally
        {
            lock (_gate)
                _underWay.Remove(request.Number);
        }
    }

    private StoredRequest? Reserve()
    {
        lock (_gate)
        {
            long now = Environment.TickCount64;
            foreach (string back in _away.Where(service => service.Value <= now).Select(service => service.Key).ToList())
                _away.Remove(back);
            StoredRequest? request = store.FindPending(_underWay, _away.Keys);
            if (request is not null)
                _underWay.Add(request.Number);
            return request;
        }
    }

    private void LeaveAlone(string service)
    {
        lock (_gate)
            _away[service] = Environment.TickCount64 + (long)Pause.TotalMilliseconds;
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1));
        do
        {
            try
            {
                store.RemoveOlderThan(Retention);
            }
            catch (SqliteException exception)
            {
                Console.Error.WriteLine($"titanic: the store failed: {exception.Message}");
            }
        }
        while (await hourly.WaitForNextTickAsync(cancellationToken));
    }
}
