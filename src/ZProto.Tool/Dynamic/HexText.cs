namespace ZProto.Tool.Dynamic;

/// <summary>Bytes as hexadecimal digits.</summary>
internal static class HexText
{
    /// <summary>Parses digits; blanks, colons and hyphens between bytes are ignored.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="what">What they represent, for the error message.</param>
    public static byte[] Parse(string text, string what)
    {
        string digits = new([.. text.Where(c => !char.IsWhiteSpace(c) && c is not (':' or '-'))]);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];
        foreach (char c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
                throw ToolException.Usage($"{what}: '{Terminal.Sanitize(c.ToString())}' is no hexadecimal digit");
        }
        if (digits.Length % 2 != 0)
            throw ToolException.Usage($"{what}: half a byte is missing, as there are {digits.Length} hexadecimal digits");
        return Convert.FromHexString(digits);
    }

    /// <summary>Formats bytes.</summary>
    public static string Format(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
