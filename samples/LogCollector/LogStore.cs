using Microsoft.Data.Sqlite;

namespace LogCollector;

/// <summary>A log in a SQLite file, in the order in which its records came. It may be called from any thread.</summary>
public sealed class LogStore : IDisposable
{
    // What was written outlives the process, and all but the last seconds a power failure.
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS log (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            level INTEGER NOT NULL,
            event INTEGER NOT NULL,
            node INTEGER NOT NULL,
            peer INTEGER NOT NULL,
            time INTEGER NOT NULL,
            data TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS log_level ON log (level, position);
        """;

    private static readonly string[] s_columns = ["level", "event", "node", "peer", "time", "data"];

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    /// <summary>Opens a store, and creates it if there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxPages">How many pages of 4 KiB it may have; 0 for as many as the disk has room for.</param>
    /// <exception cref="SqliteException">The file is not a store, or cannot be written.</exception>
    public LogStore(string file, int maxPages = 0)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
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

    /// <summary>Stores records, all or none.</summary>
    /// <exception cref="SqliteException">They could not be stored, and are not.</exception>
    public void Add(IEnumerable<LogRecord> records)
    {
        lock (_gate)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            using SqliteCommand insert = _connection.CreateCommand();
            insert.CommandText = $"INSERT INTO log ({string.Join(", ", s_columns)}) VALUES ({string.Join(", ", s_columns.Select(column => $"${column}"))})";
            SqliteParameter[] parameters = [.. s_columns.Select(column => insert.Parameters.AddWithValue($"${column}", 0))];
            foreach (LogRecord record in records)
            {
                object[] values = [record.Level, record.Event, record.Node, record.Peer, unchecked((long)record.Time), record.Data];
                for (int i = 0; i < values.Length; i++)
                    parameters[i].Value = values[i];
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    /// <summary>Reads the records after a position, the oldest first.</summary>
    /// <param name="after">The position; 0 for the beginning.</param>
    /// <param name="level">The least severe level to read.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="SqliteException">They could not be read.</exception>
    public LogPage Read(ulong after, byte level, int count)
    {
        lock (_gate)
        {
            using SqliteCommand select = _connection.CreateCommand();
            select.CommandText = $"SELECT position, {string.Join(", ", s_columns)} FROM log WHERE position > $after AND level <= $level ORDER BY position LIMIT $count";
            select.Parameters.AddWithValue("$after", (long)Math.Min(after, long.MaxValue));
            select.Parameters.AddWithValue("$level", level);
            select.Parameters.AddWithValue("$count", count);
            using SqliteDataReader row = select.ExecuteReader();
            List<LogRecord> records = [];
            while (row.Read())
            {
                after = (ulong)row.GetInt64(0);
                records.Add(new LogRecord(row.GetByte(1), row.GetByte(2), (ushort)row.GetInt32(3), (ushort)row.GetInt32(4), unchecked((ulong)row.GetInt64(5)), row.GetString(6)));
            }
            return new LogPage(after, records);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
