using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ZProto.Model.Xml;

namespace ZProto.Tool.Models;

/// <summary>Reads the text of models, and of no more than a model can be.</summary>
internal static partial class ModelFile
{
    private const int ReadOnly = 0;

    // POSIX leaves the number to each system; Apple's and the BSDs have kept that of 4.3BSD.
    private static readonly int s_doNotBlock = OperatingSystem.IsLinux() ? 0x800 : 0x4;

    /// <summary>Reads what the user named, which may be a pipe.</summary>
    /// <param name="path">The file.</param>
    public static string Read(string path)
    {
        using var reader = new StreamReader(path);
        return Read(reader);
    }

    /// <summary>Reads a file that is not named by the user but asked for by a model, or merely lies in a folder.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its text, or null where it is not a regular file: a pipe would be waited for, and a device read without end.</returns>
    public static string? ReadRegular(string path)
    {
        using FileStream stream = OpenWithoutWaiting(path);
        // What is not a regular file cannot seek, or has no length.
        if (!stream.CanSeek || stream.Length == 0)
            return null;
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    private static string Read(StreamReader reader)
    {
        var text = new StringBuilder();
        char[] buffer = new char[8 * 1024];
        // One character more than can be read as XML says that the file is too large.
        while (text.Length <= LenientXmlParser.MaxLength && reader.Read(buffer) is > 0 and var count)
            text.Append(buffer, 0, count);
        return text.ToString();
    }

    private static FileStream OpenWithoutWaiting(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.OpenRead(path);
        int descriptor = Open(path, ReadOnly | s_doNotBlock);
        return descriptor < 0
            ? File.OpenRead(path) // It says why.
            : new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
