using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ZProto.Runtime.Tests;

/// <summary>The table of limits in docs/security.md.</summary>
internal static partial class LimitsTable
{
    private const long MiB = 1024 * 1024;

    /// <summary>Fails unless the page lists each limit of options with its default.</summary>
    /// <param name="selects">Which rows are meant, by the option.</param>
    /// <param name="options">The options; with the type whose properties are meant, where that is not their own.</param>
    public static void AssertListed(Func<string, bool> selects, params object[] options)
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "security.md"));
        IEnumerable<string> listed = Row().Matches(page).Where(row => selects(row.Groups[1].Value)).Select(row => $"{row.Groups[1].Value} = {row.Groups[2].Value}");
        Assert.Equal(options.SelectMany(Limits).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Limits(object options)
    {
        (Type type, object defaults) = options is ValueTuple<Type, object> typed ? typed : (options.GetType(), options);
        return from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
               where property.SetMethod is { IsPublic: true } && (property.PropertyType == typeof(int) || property.PropertyType == typeof(long) || property.PropertyType == typeof(TimeSpan))
               select $"{type.Name}.{property.Name} = {Format(property.GetValue(defaults)!)}";
    }

    private static string Format(object value) => value switch
    {
        0 or 0L or TimeSpan { Ticks: <= 0 } => "none",
        TimeSpan { TotalSeconds: >= 300 } time => $"{time.TotalMinutes} min",
        TimeSpan { TotalSeconds: >= 1 } time => $"{time.TotalSeconds} s",
        TimeSpan time => $"{time.TotalMilliseconds} ms",
        long bytes when bytes % MiB == 0 => $"{bytes / MiB} MiB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
    };

    [GeneratedRegex(@"^\| `(\w+\.\w+)` \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
