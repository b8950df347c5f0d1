using Titanic;

namespace ZProto.Majordomo.Tests;

/// <summary>A file for a store, deleted with the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"zproto-titanic-{Guid.NewGuid():N}.db");

    public TitanicStore Open(TimeProvider? time = null, int maxPages = 0) => new(Path, time, maxPages);

    public void Dispose()
    {
        foreach (string part in (string[])["", "-wal", "-shm"])
            File.Delete(Path + part);
    }
}
