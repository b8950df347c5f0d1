using System.Text;

namespace ZProto.Configuration;

/// <summary>Writes trees as text in ZPL, the ZeroMQ property language.</summary>
/// <remarks>
/// <para>
/// Source: ZeroMQ RFC 4, https://rfc.zeromq.org/spec/4, as CZMQ's <c>zconfig</c> reads it. What RFC 4 can express is written as it
/// specifies. A value is unquoted if it is a plain word, otherwise in double quotes, or in single ones; with both in it, it is unquoted
/// again if that is possible.
/// </para>
/// <para>
/// ZProto can express two things that RFC 4 cannot. A name with characters that RFC 4 does not allow in names, or with none, is in
/// quotes: <c>"my key" = 1</c>. A name or value that no quotes can hold (control characters, both kinds of quotes, half
/// a surrogate pair) is escaped: <c>%"one line%0Aanother"</c>, with <c>%XX</c> or <c>%uXXXX</c> for a UTF-16 unit. A plain ZPL reader
/// reads an escaped value as an unquoted one, and loads the rest of the file; it does not load a file with names in quotes.
/// </para>
/// <para>The same tree always gives the same text: lines end with <c>\n</c>, levels are 4 spaces, and comments are not kept.</para>
/// </remarks>
public static class ZplWriter
{
    /// <summary>Writes a tree; <see cref="ZplReader.Parse"/> makes the same tree of the text.</summary>
    /// <param name="root">The root; its children are written, its own name and value are not part of ZPL.</param>
    /// <returns>The text, empty if the root has no children.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="root"/> is null.</exception>
    public static string Write(ZplNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var builder = new StringBuilder();
        WriteChildren(builder, root, 0);
        return builder.ToString();
    }

    private static void WriteChildren(StringBuilder builder, ZplNode parent, int level)
    {
        foreach (ZplNode node in parent.Children)
        {
            builder.Append(' ', level * 4);
            WriteName(builder, node.Name);
            if (node.Value is not null)
                WriteValue(builder.Append(" = "), node.Value);
            builder.Append('\n');
            WriteChildren(builder, node, level + 1);
        }
    }

    private static void WriteName(StringBuilder builder, string name)
    {
        if (ZplText.IsName(name))
            builder.Append(name);
        else if (!TryWriteQuoted(builder, name))
            ZplText.AppendEscaped(builder, name);
    }

    private static void WriteValue(StringBuilder builder, string value)
    {
        if (IsWord(value))
            builder.Append(value);
        else if (!TryWriteQuoted(builder, value))
        {
            if (CanStandBare(value))
                builder.Append(value);
            else
                ZplText.AppendEscaped(builder, value);
        }
    }

    private static bool TryWriteQuoted(StringBuilder builder, string text)
    {
        char quote = text.Contains('"') ? '\'' : '"';
        if (text.Contains(quote) || !ZplText.IsPrintable(text))
            return false;
        builder.Append(quote).Append(text).Append(quote);
        return true;
    }

    /// <summary>True for what no one would put in quotes: one word, with nothing in it that is special in ZPL.</summary>
    private static bool IsWord(string value)
    {
        foreach (char c in value)
        {
            if (!char.IsBetween(c, '!', '~') || c is '#' or '=' or '"' or '\'')
                return false;
        }

        return value.Length > 0;
    }

    /// <summary>True if every reader takes the unquoted value for just what it is.</summary>
    private static bool CanStandBare(string value)
        => ZplText.IsPrintable(value)
            && !value.Contains('#')
            && value[0] is not ('"' or '\'')
            && value.AsSpan().Trim(ZplText.Space).Length == value.Length
            && !value.StartsWith(ZplText.EscapedQuote, StringComparison.Ordinal);
}
