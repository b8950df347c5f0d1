using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace LogCollector;

/// <summary>Stores records as they come, many in one transaction, so that no one who has one waits for the disk.</summary>
public sealed class LogWriter : IAsyncDisposable
{
    private const int Capacity = 10_000, BatchSize = 1_000;

    private readonly Channel<LogRecord> _queue = Channel.CreateBounded<LogRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly LogStore _store;
    private readonly Task _work;
    private long _lost;

    /// <summary>Begins.</summary>
    /// <param name="store">Where records go; to be disposed after this.</param>
    public LogWriter(LogStore store)
    {
        _store = store;
        _work = Task.Run(WriteAsync);
    }

    /// <summary>How many records are not stored: the disk was too slow or full.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Has a record stored soon. Any thread may call it.</summary>
    public void Post(LogRecord record)
    {
        if (!_queue.Writer.TryWrite(record))
            Interlocked.Increment(ref _lost);
    }

    /// <summary>Stores what was posted, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _work;
    }

    private async Task WriteAsync()
    {
        List<LogRecord> batch = [];
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < BatchSize && _queue.Reader.TryRead(out LogRecord? record))
                batch.Add(record);
            try
            {
                _store.Add(batch);
            }
            catch (SqliteException exception)
            {
                if (Interlocked.Add(ref _lost, batch.Count) == batch.Count)
                    Console.Error.WriteLine($"The log cannot be stored: {exception.Message}");
            }
        }
    }
}
