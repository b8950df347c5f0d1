namespace ZProto.Generator.Tests.Driver;

/// <summary>Texts with a mark (<c>|</c>) before what a diagnostic is about.</summary>
internal static class Marked
{
    /// <summary>The text without the mark.</summary>
    /// <param name="marked">The text with the mark.</param>
    /// <param name="index">Where the mark was: <c>line:column</c>, from 1.</param>
    public static string Read(string marked, out string index)
    {
        int mark = marked.IndexOf('|', StringComparison.Ordinal);
        string[] before = marked[..mark].Split('\n');
        index = $"{before.Length}:{before[^1].Length + 1}";
        return marked.Remove(mark, 1);
    }
}
