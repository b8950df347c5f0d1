using System.Globalization;

namespace ZProto.Model.Reading;

/// <summary>How models write numbers: decimal, <c>0x</c> hexadecimal, or one quoted character for its code.</summary>
internal static class Literal
{
    public static bool TryParse(string text, out ulong number)
    {
        text = text.Trim();
        if (text.Length == 3 && text[0] == '\'' && text[2] == '\'')
        {
            number = text[1];
            return true;
        }
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : TryParseDecimal(text, out number);
    }

    public static bool TryParseDecimal(string text, out ulong number)
        => ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public static bool TryParseSize(string text, out int size)
        => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out size);

    /// <summary>The largest number that fits in so many bytes.</summary>
    public static ulong Largest(int bytes) => ulong.MaxValue >> (64 - (8 * bytes));

    public static string Format(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
