using Majordomo;
using Microsoft.Data.Sqlite;
using ZProto;
using ZProto.Transports;

namespace Titanic;

/// <summary>
/// The three services of RFC 9, each a worker of a Majordomo broker: <c>titanic.request</c> stores a request, <c>titanic.reply</c> gives
/// its reply, <c>titanic.close</c> deletes both.
/// </summary>
public sealed class TitanicService : IAsyncDisposable
{
    private readonly TitanicStore _store;
    private readonly List<(MdpWorker Worker, string Name, Func<FrameList, FrameList> Handle)> _workers;

    /// <summary>Creates the workers. They register with <see cref="RunAsync"/>.</summary>
    /// <param name="store">Where requests and replies are.</param>
    /// <param name="transport">What carries the messages.</param>
    /// <param name="heartbeat">How often the broker hears of each worker; it is lost when three of its own are missing.</param>
    public TitanicService(TitanicStore store, ITransport transport, TimeSpan heartbeat)
    {
        _store = store;
        _workers =
        [
            (NewWorker(), "titanic.request", Store),
            (NewWorker(), "titanic.reply", Reply),
            (NewWorker(), "titanic.close", Close),
        ];

        MdpWorker NewWorker() => new() { Options = { Transport = transport }, Heartbeat = heartbeat, Liveness = 3 * heartbeat, Pause = heartbeat };
    }

    /// <summary>Raised when a request is stored.</summary>
    public event Action? Stored;

    /// <summary>Works until the token is cancelled.</summary>
    /// <param name="endpoint">Where the broker is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(string endpoint, CancellationToken cancellationToken)
    {
        foreach ((MdpWorker worker, string name, _) in _workers)
            await worker.OpenAsync(endpoint, name, cancellationToken);
        await Task.WhenAll(_workers.Select(item => item.Worker.RunAsync((body, _) => ValueTask.FromResult(Guard(item.Handle, body)), cancellationToken)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((MdpWorker worker, _, _) in _workers)
            await worker.DisposeAsync();
    }

    private FrameList Store(FrameList request)
    {
        if (request.Count < 2 || request.ToText() is not { Length: > 0 } service)
            return Status.Unknown.ToBody();
        Guid id = _store.Add(service, request.Skip(1));
        Stored?.Invoke();
        FrameList reply = Status.Ok.ToBody();
        reply.Add(System.Text.Encoding.ASCII.GetBytes(id.ToString("N")));
        return reply;
    }

    private FrameList Reply(FrameList request)
    {
        if (!TryReadId(request, out Guid id))
            return Status.Unknown.ToBody();
        switch (_store.Find(id, out FrameList? reply))
        {
            case RequestState.Answered:
                FrameList answer = Status.Ok.ToBody();
                foreach (ReadOnlyMemory<byte> frame in reply!)
                    answer.Add(frame.Span);
                return answer;
            case RequestState.Pending:
                return Status.Pending.ToBody();
            default:
                return Status.Unknown.ToBody();
        }
    }

    private FrameList Close(FrameList request)
    {
        // Of a request that is not known there is nothing to delete (RFC 9).
        if (TryReadId(request, out Guid id))
            _store.Remove(id);
        return Status.Ok.ToBody();
    }

    // What could not be stored is not acknowledged: the client may try again.
    private static FrameList Guard(Func<FrameList, FrameList> handle, FrameList request)
    {
        try
        {
            return handle(request);
        }
        catch (SqliteException exception)
        {
            Console.Error.WriteLine($"titanic: the store failed: {exception.Message}");
            return Status.Error.ToBody();
        }
    }

    private static bool TryReadId(FrameList request, out Guid id)
    {
        id = default;
        return request.Count > 0 && Guid.TryParseExact(request.ToText(), "N", out id);
    }
}
