using System.Runtime.InteropServices;

namespace ZProto.Engines.Server;

/// <summary>What tells one content of a file from another without reading it; the default where there is no file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>The time between two looks. A file that both find alike is no longer being written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>Waits until no one writes a file any more. One that was last written longer ago than the time between two looks is not looked at twice.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wait">Waits for the time between two looks.</param>
    public static async Task WaitUntilWrittenAsync(string path, Func<Task> wait)
    {
        FileStamp seen = Of(path);
        // By the system's clock, which files have their times of.
        while (DateTime.UtcNow - seen.Written < Interval)
        {
            await wait().ConfigureAwait(false);
            FileStamp now = Of(path);
            if (now == seen)
                return;
            seen = now;
        }
    }
}
