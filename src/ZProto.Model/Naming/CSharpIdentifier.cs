using System.Globalization;

namespace ZProto.Model.Naming;

/// <summary>What C# takes as an identifier.</summary>
internal static class CSharpIdentifier
{
    /// <summary>Whether a text is one, keywords included.</summary>
    public static bool IsValid(string text) => text.Length > 0 && IsStart(text[0]) && text.All(IsPart);

    /// <summary>Whether a text is identifiers with dots between.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsValid);

    /// <summary>The namespace nearest to a text that need not be one, as the name of a project; empty where nothing of it is left.</summary>
    public static string MakeNamespace(string text)
        => string.Join(".", text.Split('.').Where(part => part.Length > 0).Select(Make));

    private static string Make(string text)
    {
        string identifier = new(text.Select(c => IsPart(c) ? c : '_').ToArray());
        return IsStart(identifier[0]) ? identifier : "_" + identifier;
    }

    private static bool IsStart(char c) => c == '_' || CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or
        UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsPart(char c) => IsStart(c) || CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
}
