using System.Text;

namespace ZProto.Configuration;

/// <summary>ZPL in files.</summary>
internal static class ZplFile
{
    // Strict: a wrong byte is an error with its line, not a question mark in somebody's endpoint.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ZplNode Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return ZplReader.TryParse(Utf8.GetString(bytes), out ZplNode? root, out ZplError? error)
                ? root
                : throw new ZplException(error, path);
        }
        catch (DecoderFallbackException e)
        {
            string before = Encoding.UTF8.GetString(bytes.AsSpan(0, e.Index));
            throw new ZplException(
                new ZplError(before.AsSpan().Count('\n') + 1, before.Length - before.LastIndexOf('\n'), "The file is not UTF-8."), path);
        }
    }

    public static void Save(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        bool exists = File.Exists(target);
        if (exists)
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;

        // In the same folder, since only within one file system a rename replaces a file at once.
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Write(temporary, text, exists && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(target) : null);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Write(string path, string text, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            // At creation, so that no one reads a secret in between; again below, since the umask took from it.
            options.UnixCreateMode = mode;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Utf8.GetBytes(text));
        if (mode is not null && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(stream.SafeFileHandle, mode.Value);

        // Before the rename: a crash of the machine must not leave the name on an empty file.
        stream.Flush(flushToDisk: true);
    }
}
