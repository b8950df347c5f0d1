using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection("packages")]
public sealed class PackageContentsTests(Feed feed)
{
    private static readonly string[] Libraries = ["ZProto.LibZmq", "ZProto.NetMQ", "ZProto.Runtime", "ZProto.Testing"];

    private static readonly string[] Packages = ["ZProto", "ZProto.LibZmq", "ZProto.NetMQ", "ZProto.Runtime", "ZProto.Templates", "ZProto.Testing", "ZProto.Tool"];

    [Fact]
    public void Packing_the_solution_makes_these_packages_and_no_others_without_a_warning()
    {
        IEnumerable<string> expected = [.. Packages.Select(id => $"{id}.{Tree.Version}.nupkg"), .. Libraries.Select(id => $"{id}.{Tree.Version}.snupkg")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetFiles(feed.Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("warning", feed.PackOutput, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("missing a readme", feed.PackOutput, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_package_says_what_it_is_whose_under_which_license_and_where_it_comes_from()
        => Assert.All(Packages, id =>
        {
            using ZipArchive package = Open(id);
            XElement metadata = Metadata(package);
            Assert.Equal(id, Value(metadata, "id"));
            Assert.Equal("MIT", Value(metadata, "license"));
            Assert.NotEqual("", Value(metadata, "authors"));
            Assert.True(Value(metadata, "description").Length > 40, "no description");
            Assert.Contains("zeromq", Value(metadata, "tags"), StringComparison.Ordinal);
            Assert.StartsWith("https://", metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url")!.Value, StringComparison.Ordinal);
            string readme = Read(package, Value(metadata, "readme"));
            Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
            // Where a readme is shown, the tree is not beside it.
            Assert.DoesNotMatch(new Regex(@"\]\((?!https://)"), readme);
        });

    [Fact]
    public void Libraries_are_for_both_frameworks_with_documentation_and_symbols()
        => Assert.All(Libraries, id =>
        {
            using ZipArchive package = Open(id);
            Assert.Equal(
                [$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", $"lib/net8.0/{id}.dll", $"lib/net8.0/{id}.xml"],
                Names(package, "lib/"));
            using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(feed.Folder, $"{id}.{Tree.Version}.snupkg"));
            Assert.Equal([$"lib/net10.0/{id}.pdb", $"lib/net8.0/{id}.pdb"], Names(symbols, "lib/"));
        });

    [Fact]
    public void Assemblies_are_deterministic()
        => Assert.All(Packages, id =>
        {
            using ZipArchive package = Open(id);
            foreach (ZipArchiveEntry entry in package.Entries.Where(entry => entry.Name.StartsWith("ZProto.", StringComparison.Ordinal) && entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
            {
                using var assembly = new PEReader(new MemoryStream(Bytes(entry)));
                Assert.Contains(assembly.ReadDebugDirectory(), directory => directory.Type == DebugDirectoryEntryType.Reproducible);
            }
        });

    [Fact]
    public void ZProto_holds_the_generator_the_fixes_the_build_files_the_schema_and_the_tool()
    {
        using ZipArchive package = Open("ZProto");
        Assert.Equal(["analyzers/dotnet/cs/ZProto.CodeFixes.dll", "analyzers/dotnet/cs/ZProto.Generator.dll", "analyzers/dotnet/cs/ZProto.Model.dll"], Names(package, "analyzers/"));
        Assert.Equal(["build/ZProto.props", "build/ZProto.targets", "buildTransitive/ZProto.props", "buildTransitive/ZProto.targets"], Names(package, "build"));
        Assert.Equal(["schema/zproto.xsd"], Names(package, "schema/"));
        Assert.Contains("tools/zproto/ZProto.Tool.dll", Names(package, "tools/"));
        Assert.Empty(Names(package, "lib/"));
    }

    [Fact]
    public void Packages_depend_on_what_the_design_says()
    {
        Assert.Equal(["ZProto.Runtime"], Dependencies("ZProto"));
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], Dependencies("ZProto.Runtime"));
        Assert.Equal(["ZProto.Runtime"], Dependencies("ZProto.LibZmq"));
        Assert.Equal(["Microsoft.Extensions.TimeProvider.Testing", "ZProto.Runtime"], Dependencies("ZProto.Testing"));
        Assert.Equal([], Dependencies("ZProto.Tool"));
        Assert.Equal([], Dependencies("ZProto.Templates"));
        Assert.Equal(["NetMQ", "ZProto", "ZProto.Runtime"], Dependencies("ZProto.NetMQ"));
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(feed.Folder, $"{id}.{Tree.Version}.nupkg"));

    private static string[] Names(ZipArchive package, string start)
        => [.. package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith(start, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Read(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static XElement Metadata(ZipArchive package)
        => XDocument.Parse(Read(package, package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName)).Root!.Elements().Single();

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private string[] Dependencies(string id)
    {
        using ZipArchive package = Open(id);
        return [.. Metadata(package).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal)];
    }
}
