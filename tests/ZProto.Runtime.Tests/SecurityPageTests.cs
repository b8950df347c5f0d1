using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;

namespace ZProto.Runtime.Tests;

/// <summary>The table of limits in docs/security.md.</summary>
public sealed partial class SecurityPageTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public void The_page_lists_every_limit_of_the_options_with_its_default()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "security.md"));
        Assert.Equal(Limits().Order(StringComparer.Ordinal), Row().Matches(page).Select(transition => $"{transition.Groups[1].Value} = {transition.Groups[2].Value}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Limits()
    {
        var server = new HelloServer();
        (Type Type, object Defaults)[] options =
        [
            (typeof(SocketOptions), new SocketOptions()),
            (typeof(ServerOptions), server.Options),
            (typeof(ClientOptions), new TalkClient().Options),
            (typeof(ServerEngine), server),
            (typeof(MeshOptions), new MeshOptions()),
            (typeof(MeshEngine), new Mesh.TestMesh()),
        ];
        return from option in options
               from property in option.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
               where property.SetMethod is { IsPublic: true } && (property.PropertyType == typeof(int) || property.PropertyType == typeof(long) || property.PropertyType == typeof(TimeSpan))
               select $"{option.Type.Name}.{property.Name} = {Format(property.GetValue(option.Defaults)!)}";
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
