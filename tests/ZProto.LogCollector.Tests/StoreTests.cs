using Microsoft.Data.Sqlite;

namespace ZProto.LogCollector.Tests;

/// <summary>The store, and what writes to it.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("zproto-log-");

    private string File => Path.Combine(_home.FullName, "log.db");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void The_largest_values_come_back_as_they_were()
    {
        var record = new LogRecord(255, 255, 65_535, 65_535, ulong.MaxValue, "a\0b");
        using var store = new LogStore(File);
        store.Add([record]);
        Assert.Equal([record], store.Read(0, 255, 10).Records);
    }

    [Fact]
    public async Task What_was_posted_is_stored_when_the_writer_has_ended()
    {
        using var store = new LogStore(File);
        await using (var writer = new LogWriter(store))
        {
            for (int i = 0; i < 5_000; i++)
                writer.Post(Record($"{i}"));
        }
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"{i}"), store.Read(0, 255, 10_000).Records.Select(record => record.Data));
    }

    [Fact]
    public async Task A_full_disk_loses_records_which_are_counted_and_nothing_else()
    {
        const int Count = 9_000;
        using var store = new LogStore(File, maxPages: 50);
        var writer = new LogWriter(store);
        for (int i = 0; i < Count; i++)
            writer.Post(Record(new string('x', 200)));
        await writer.DisposeAsync();
        Assert.InRange(writer.Lost, 1, Count);
        Assert.Equal(Count - writer.Lost, store.Read(0, 255, Count).Records.Count);
    }

    [Fact]
    public void A_file_that_is_not_a_store_is_refused()
    {
        System.IO.File.WriteAllText(File, new string('x', 10_000));
        Assert.Throws<SqliteException>(() => new LogStore(File));
    }

    private static LogRecord Record(string data) => new(1, 1, 1, 1, 1, data);
}
