using System.Globalization;
using Microsoft.Data.Sqlite;
using ZProto;

namespace Titanic;

/// <summary>Requests and replies in a SQLite file. What a method has done is on the disk when it returns. It may be called from any thread.</summary>
public sealed class TitanicStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        CREATE TABLE IF NOT EXISTS request (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            service TEXT NOT NULL,
            created INTEGER NOT NULL,
            answered INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS pending ON request (number) WHERE answered = 0;
        CREATE TABLE IF NOT EXISTS frame (
            request INTEGER NOT NULL REFERENCES request (number) ON DELETE CASCADE,
            is_reply INTEGER NOT NULL,
            position INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (request, is_reply, position));
        """;

    // How long another process may hold the file: less than the clients wait.
    private const int LockSeconds = 1;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    /// <summary>Opens a store, and creates it if there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="maxPages">How many pages of 4 KiB it may have; 0 for as many as the disk has room for.</param>
    /// <exception cref="SqliteException">The file is not a store, or cannot be written.</exception>
    public TitanicStore(string file, TimeProvider? time = null, int maxPages = 0)
    {
        _time = time ?? TimeProvider.System;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = LockSeconds }.ConnectionString);
        try
        {
            _connection.Open();
            Execute(Schema);
            if (maxPages > 0)
                Execute($"PRAGMA max_page_count = {maxPages}");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Stores a request.</summary>
    /// <returns>What its client knows it by.</returns>
    /// <exception cref="SqliteException">It could not be stored, and is not.</exception>
    public Guid Add(string service, IEnumerable<ReadOnlyMemory<byte>> body)
    {
        lock (_gate)
        {
            var id = Guid.NewGuid();
            using SqliteTransaction transaction = _connection.BeginTransaction();
            long number = Query<long>(
                "INSERT INTO request (id, service, created) VALUES ($id, $service, $created) RETURNING number",
                ("$id", id.ToString("N")), ("$service", service), ("$created", _time.GetUtcNow().ToUnixTimeSeconds()));
            AddFrames(number, isReply: false, body);
            transaction.Commit();
            return id;
        }
    }

    /// <summary>What has become of a request.</summary>
    /// <param name="id">What its client knows it by.</param>
    /// <param name="reply">The reply, if it is answered.</param>
    public RequestState Find(Guid id, out FrameList? reply)
    {
        lock (_gate)
        {
            reply = null;
            using SqliteCommand command = Command("SELECT number, answered FROM request WHERE id = $id", ("$id", id.ToString("N")));
            using SqliteDataReader row = command.ExecuteReader();
            if (!row.Read())
                return RequestState.Unknown;
            if (row.GetInt64(1) == 0)
                return RequestState.Pending;
            reply = ReadFrames(row.GetInt64(0), isReply: true);
            return RequestState.Answered;
        }
    }

    /// <summary>Deletes a request, answered or not; nothing if it is not there.</summary>
    public void Remove(Guid id)
    {
        lock (_gate)
            Execute("DELETE FROM request WHERE id = $id", ("$id", id.ToString("N")));
    }

    /// <summary>The oldest request that is not answered, other than some.</summary>
    /// <param name="except">Requests that are under way.</param>
    /// <param name="exceptServices">Services that are away.</param>
    public StoredRequest? FindPending(IReadOnlyCollection<long> except, IReadOnlyCollection<string> exceptServices)
    {
        lock (_gate)
        {
            (string, object)[] numbers = [.. except.Select((number, i) => ($"$n{i}", (object)number))];
            (string, object)[] services = [.. exceptServices.Select((service, i) => ($"$s{i}", (object)service))];
            using SqliteCommand command = Command(
                $"""
                SELECT number, service FROM request
                WHERE answered = 0 AND number NOT IN ({Names(numbers)}) AND service NOT IN ({Names(services)})
                ORDER BY number LIMIT 1
                """,
                [.. numbers, .. services]);
            using SqliteDataReader row = command.ExecuteReader();
            return row.Read() ? new StoredRequest(row.GetInt64(0), row.GetString(1), ReadFrames(row.GetInt64(0), isReply: false)) : null;
        }
    }

    /// <summary>Stores the reply to a request; nothing if that is answered already, or deleted.</summary>
    public void Answer(StoredRequest request, IEnumerable<ReadOnlyMemory<byte>> reply)
    {
        lock (_gate)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            if (Execute("UPDATE request SET answered = 1 WHERE number = $number AND answered = 0", ("$number", request.Number)) == 0)
                return;
            AddFrames(request.Number, isReply: true, reply);
            transaction.Commit();
        }
    }

    /// <summary>Deletes requests that are older than that, answered or not: no one has closed them.</summary>
    /// <returns>How many.</returns>
    public int RemoveOlderThan(TimeSpan age)
    {
        lock (_gate)
            return Execute("DELETE FROM request WHERE created < $created", ("$created", (_time.GetUtcNow() - age).ToUnixTimeSeconds()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _connection.Dispose();
    }

    private void AddFrames(long request, bool isReply, IEnumerable<ReadOnlyMemory<byte>> frames)
    {
        int position = 0;
        foreach (ReadOnlyMemory<byte> frame in frames)
        {
            Execute(
                "INSERT INTO frame (request, is_reply, position, bytes) VALUES ($request, $reply, $position, $bytes)",
                ("$request", request), ("$reply", isReply), ("$position", position++), ("$bytes", frame.ToArray()));
        }
    }

    private FrameList ReadFrames(long request, bool isReply)
    {
        var frames = new FrameList();
        using SqliteCommand command = Command("SELECT bytes FROM frame WHERE request = $request AND is_reply = $reply ORDER BY position", ("$request", request), ("$reply", isReply));
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
            frames.Add(row.GetFieldValue<byte[]>(0));
        return frames;
    }

    private T Query<T>(string sql, params (string Name, object Value)[] values)
    {
        using SqliteCommand command = Command(sql, values);
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    private int Execute(string sql, params (string Name, object Value)[] values)
    {
        using SqliteCommand command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static string Names((string Name, object Value)[] values) => string.Join(", ", values.Select(value => value.Name));
}
