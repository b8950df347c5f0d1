namespace FileMQ;

/// <summary>What tells one content of a file from another without reading it.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="LastWrite">When it was written.</param>
public readonly record struct FileStamp(long Length, DateTime LastWrite)
{
    /// <summary>The stamp of a file as it is now; null where there is none.</summary>
    public static FileStamp? Read(string path) => Read(new FileInfo(path));

    /// <summary>The stamp of a file as it is now; null where there is none.</summary>
    public static FileStamp? Read(FileInfo file)
    {
        try
        {
            return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
