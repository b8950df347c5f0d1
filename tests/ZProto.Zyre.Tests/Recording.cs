namespace ZProto.Zyre.Tests;

/// <summary>What C nodes sent, from the files in Wire: lines of a name and frames in hexadecimal, with a bar between them.</summary>
internal static class Recording
{
    public static Dictionary<string, byte[][]> Read(string file)
    {
        using var reader = new StreamReader(typeof(Recording).Assembly.GetManifestResourceStream($"{typeof(Recording).Namespace}.Wire.{file}")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1].Split('|').Select(Convert.FromHexString).ToArray());
    }
}
