using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Broker;

/// <summary>A client's regular expression for subjects, made so that none of them can hold up the broker.</summary>
internal sealed class Pattern
{
    private const int MaxLength = 255;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;
    private bool _hasFailed;

    private Pattern(Regex regex) => _regex = regex;

    /// <summary>Makes a pattern, or says why it is none.</summary>
    public static bool TryMake(string text, [NotNullWhen(true)] out Pattern? pattern, [NotNullWhen(false)] out string? reason)
    {
        (pattern, reason) = (null, null);
        if (text.Length > MaxLength)
        {
            reason = $"A pattern has at most {MaxLength} characters.";
            return false;
        }
        try
        {
            // Linear in the subject whatever the pattern; what cannot be so, such as a reference back, is refused.
            pattern = new Pattern(new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_patience));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            reason = exception.Message;
            return false;
        }
    }

    /// <summary>Whether a subject matches. A pattern that has once taken too long matches nothing any more.</summary>
    public bool IsMatch(string subject)
    {
        try
        {
            return !_hasFailed && _regex.IsMatch(subject);
        }
        catch (RegexMatchTimeoutException)
        {
            _hasFailed = true;
            return false;
        }
    }
}
