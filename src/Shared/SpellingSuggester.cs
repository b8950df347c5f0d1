namespace ZProto.Shared;

/// <summary>Finds the name that the author of an unknown one most likely meant.</summary>
internal static class SpellingSuggester
{
    // Of a text with thousands of unknown names none may take minutes.
    private const int MaxLength = 64;

    /// <summary>The nearest of some names, or null where none is near. Case and separators do not count.</summary>
    /// <param name="written">The name as written.</param>
    /// <param name="names">The names there are.</param>
    public static string? Find(string written, IEnumerable<string> names)
    {
        string folded = Fold(written);
        int allowed = Math.Min(2, folded.Length / 3);
        if (allowed == 0 || folded.Length > MaxLength)
            return null;
        string? nearest = null;
        foreach (string name in names)
        {
            string candidate = Fold(name);
            if (Math.Abs(candidate.Length - folded.Length) > allowed)
                continue;
            int distance = Distance(folded, candidate);
            if (distance > allowed)
                continue;
            nearest = name;
            allowed = distance - 1; // Only a nearer one takes its place, so that the first of equals stays.
            if (allowed < 0)
                break;
        }
        return nearest;
    }

    // Case and separators never tell two names apart, so they make no distance either.
    private static string Fold(string name)
        => new(name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant).ToArray());

    // Letters added, left out, replaced, or swapped with their neighbour.
    private static int Distance(string left, string right)
    {
        // The distances between the beginnings of both; each row needs the two before it.
        int[][] rows = [new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]];
        for (int i = 0; i <= left.Length; i++)
        {
            int[] row = rows[i % 3];
            int[] last = rows[(i + 2) % 3];
            int[] beforeLast = rows[(i + 1) % 3];
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    row[j] = i + j;
                    continue;
                }
                int replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, beforeLast[j - 2] + 1);
                row[j] = best;
            }
        }
        return rows[left.Length % 3][right.Length];
    }
}
