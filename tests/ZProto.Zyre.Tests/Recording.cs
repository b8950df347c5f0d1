namespace ZProto.Zyre.Tests;

/// <summary>What C nodes sent, from the files in Wire: lines of a name and frames in hexadecimal, with a bar between them.</summary>
internal static class Recording
{
    public static Dictionary<string, byte[][]> Read(string file)
        => ReadLines(file).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => ToFrames(words[1]));

    public static string[] ReadLines(string file)
    {
        using var reader = new StreamReader(typeof(Recording).Assembly.GetManifestResourceStream($"{typeof(Recording).Namespace}.Wire.{file}")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static byte[][] ToFrames(string text) => [.. text.Split('|').Select(Convert.FromHexString)];
}
