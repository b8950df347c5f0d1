using System.Text.RegularExpressions;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Documents;

/// <summary><c>docs/architecture.md</c>: what it names is there, and a trip passes no type twice.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.GetPath("docs/architecture.md"));

    [Fact]
    public void All_that_it_names_is_there()
        => Assert.All(Places().Matches(s_page).Select(match => match.Groups[1].Value), place => Assert.True(Path.Exists(Repository.GetPath(place)), place));

    [Fact]
    public void No_trip_passes_a_type_twice()
    {
        string[] trips = [.. s_page.Split("\n## ").Where(section => section.StartsWith("From ", StringComparison.Ordinal))];
        Assert.Equal(3, trips.Length);
        Assert.All(trips, trip =>
        {
            string[] hops = [.. Hops().Matches(trip).Select(match => match.Groups[1].Value)];
            Assert.InRange(hops.Length, 5, 12);
            Assert.Equal(hops, hops.Distinct());
        });
    }

    [GeneratedRegex("`((?:src|tests|docs|samples|models)(?:/[^`]*)?)`")]
    private static partial Regex Places();

    [GeneratedRegex(@"^\d+\. `([^`]+)`: ", RegexOptions.Multiline)]
    private static partial Regex Hops();
}
