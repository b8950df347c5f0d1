using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ZProto.Package.Tests.Harness;

/// <summary>Where packages come from: those of this tree from a folder, all others from the sources that the machine is configured with.</summary>
internal static partial class Sources
{
    // What the packages depend on that is not of this tree.
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Microsoft.Extensions.Logging.Abstractions" Version="8.0.3" />
            <PackageReference Include="NaCl.Net" Version="0.1.13" />
            <PackageReference Include="NetMQ" Version="4.0.4.5" />
          </ItemGroup>
        </Project>
        """;

    private static readonly Lazy<string?> Probe = new(FindReason);

    /// <summary>Why new projects cannot have the packages that they need; null where they can.</summary>
    public static string? Unavailable => Probe.Value;

    /// <summary>Writes the configuration for all projects in a folder and under it.</summary>
    public static void Configure(string folder, string feed)
    {
        string[] configured = [.. EnabledSource().Matches(DotNet.Run(folder, null, "dotnet", "nuget", "list", "source").Output).Select(match => match.Groups[1].Value)];
        new XElement("configuration",
            new XElement("packageSources", Add("zproto-tests", feed)),
            new XElement("packageSourceMapping",
                From("zproto-tests", "ZProto", "ZProto.*"),
                configured.Select(source => From(source, "*"))))
            .Save(Path.Combine(folder, "nuget.config"));
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement From(string source, params string[] patterns)
        => new("packageSource", new XAttribute("key", source), patterns.Select(pattern => new XElement("package", new XAttribute("pattern", pattern))));

    private static string? FindReason()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("zproto-sources");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Probe.csproj"), Project);
            (int exitCode, string output) = DotNet.Run(folder.FullName, Path.Combine(folder.FullName, "packages"), "dotnet", "restore");
            return exitCode == 0 ? null : $"packages that ZProto depends on cannot be restored into an empty folder here: {Error().Match(output).Value}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // "  1.  name [Enabled]"
    [GeneratedRegex(@"^\s*\d+\.\s+(.+) \[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();

    [GeneratedRegex(@"NU\d+.*")]
    private static partial Regex Error();
}
