using System.Diagnostics.CodeAnalysis;

namespace ZProto.Configuration;

/// <summary>Reads text in ZPL, the ZeroMQ property language.</summary>
/// <remarks>
/// Source: ZeroMQ RFC 4, https://rfc.zeromq.org/spec/4. In addition this reader accepts names in quotes, and names and values
/// escaped as <c>%"..."</c>, both described at <see cref="ZplWriter"/>. Any text is safe to read: it takes time and memory in
/// proportion to its length, and ends in a tree or in a <see cref="ZplError"/>.
/// </remarks>
public static class ZplReader
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a byte order mark at its start is skipped.</param>
    /// <returns>The root, which has no value; the properties that are not indented are its children.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ZplException">The text is not ZPL.</exception>
    public static ZplNode Parse(string text)
        => TryParse(text, out ZplNode? root, out ZplError? error) ? root : throw new ZplException(error);

    /// <summary>Reads a text, without an exception if it is not ZPL.</summary>
    /// <param name="text">The text; a byte order mark at its start is skipped.</param>
    /// <param name="root">The root, as <see cref="Parse"/> returns it; null if the text is not ZPL.</param>
    /// <param name="error">The first error; null if there is none.</param>
    /// <returns>True if the text is ZPL.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static bool TryParse(string text, [NotNullWhen(true)] out ZplNode? root, [NotNullWhen(false)] out ZplError? error)
    {
        ArgumentNullException.ThrowIfNull(text);

        var tree = new ZplNode();
        ZplNode last = tree;
        int depth = 0;
        int number = 0;
        ReadOnlySpan<char> rest = text.AsSpan(text.StartsWith('\uFEFF') ? 1 : 0);
        root = null;
        error = null;

        while (!rest.IsEmpty)
        {
            number++;
            var line = new ZplLine(TakeLine(ref rest));
            if (!line.TryRead())
            {
                error = new ZplError(number, line.Column, line.Problem!);
                return false;
            }

            if (line.Name is null)
                continue;
            if (line.Level > depth || line.Level == ZplNode.MaxDepth)
            {
                error = new ZplError(number, 1, line.Level == ZplNode.MaxDepth
                    ? $"Properties nest at most {ZplNode.MaxDepth} levels deep."
                    : $"The property is indented by {line.Level * 4} spaces, but only {depth * 4} would make it part of the property above it.");
                return false;
            }

            for (; depth > line.Level; depth--)
                last = last.Parent!;
            last = last.Append(line.Name, line.Value, number);
            depth++;
        }

        root = tree;
        return true;
    }

    /// <summary>Takes the next line; it ends, as RFC 4 has it, with a newline, a carriage return or both.</summary>
    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny('\r', '\n');
        if (end < 0)
            end = rest.Length;
        ReadOnlySpan<char> line = rest[..end];
        rest = rest[end..];
        if (!rest.IsEmpty)
            rest = rest[(rest.StartsWith("\r\n") ? 2 : 1)..];
        return line;
    }
}
