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
    // Each with the assembly that it holds.
    private static readonly Dictionary<string, string> Libraries = new()
    {
        ["ZProto.Core"] = "ZProto.Runtime", ["ZProto.Hosting"] = "ZProto.Hosting", ["ZProto.LibZmq"] = "ZProto.LibZmq", ["ZProto.NetMQ"] = "ZProto.NetMQ",
        ["ZProto.Testing"] = "ZProto.Testing", ["ZProto.Zyre"] = "ZProto.Zyre",
    };

    private static readonly string[] Packages = ["ZProto", "ZProto.Templates", "ZProto.Tool", .. Libraries.Keys];

    [Fact]
    public void Packing_the_solution_makes_these_packages_and_no_others_without_a_warning()
    {
        IEnumerable<string> expected = [.. Packages.Select(id => $"{id}.{Tree.Version}.nupkg"), .. Libraries.Keys.Select(id => $"{id}.{Tree.Version}.snupkg")];
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
            Assert.StartsWith(id, Value(metadata, "title"), StringComparison.Ordinal);
            Assert.NotEqual("", Value(metadata, "releaseNotes"));
            Assert.NotNull(package.GetEntry(Value(metadata, "icon")));
            Assert.Contains("zeromq", Value(metadata, "tags"), StringComparison.Ordinal);
            Assert.StartsWith("https://", metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url")!.Value, StringComparison.Ordinal);
            string readme = Read(package, Value(metadata, "readme"));
            Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
            // Where a readme is shown, the tree is not beside it.
            Assert.DoesNotMatch(new Regex(@"\]\((?!https://)"), readme);
        });

    [Fact]
    public void Libraries_are_for_both_frameworks_with_documentation_and_symbols()
        => Assert.All(Libraries, library =>
        {
            (string id, string assembly) = library;
            using ZipArchive package = Open(id);
            Assert.Equal(
                [$"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml", $"lib/net8.0/{assembly}.dll", $"lib/net8.0/{assembly}.xml"],
                Names(package, "lib/"));
            using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(feed.Folder, $"{id}.{Tree.Version}.snupkg"));
            Assert.Equal([$"lib/net10.0/{assembly}.pdb", $"lib/net8.0/{assembly}.pdb"], Names(symbols, "lib/"));
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
    public void ZProto_holds_nothing_but_its_dependencies()
    {
        using ZipArchive package = Open("ZProto");
        Assert.Equal(["lib/net10.0/_._", "lib/net8.0/_._"], Names(package, "lib/"));
        Assert.Empty(new[] { "analyzers", "build", "tools", "content" }.SelectMany(folder => Names(package, folder)));
    }

    [Fact]
    public void ZProto_Core_holds_the_generator_the_fixes_the_build_files_the_schema_and_what_writes_documents()
    {
        using ZipArchive package = Open("ZProto.Core");
        Assert.Equal(["analyzers/dotnet/cs/ZProto.CodeFixes.dll", "analyzers/dotnet/cs/ZProto.Generator.dll", "analyzers/dotnet/cs/ZProto.Model.dll"], Names(package, "analyzers/"));
        Assert.Equal([.. new[] { "build", "buildTransitive" }.SelectMany(folder => new[] { $"{folder}/net8.0/ZProto.Core.props", $"{folder}/net8.0/ZProto.Core.targets" })], Names(package, "build"));
        Assert.Equal(["schema/zproto.xsd"], Names(package, "schema/"));
        Assert.Equal([.. new[] { "Documents.dll", "Documents.runtimeconfig.json", "Model.dll" }.Select(name => $"tools/documents/ZProto.{name}")], Names(package, "tools/"));
    }

    [Fact]
    public void Packages_depend_on_what_the_design_says()
    {
        Assert.Equal(["ZProto.Core", "ZProto.NetMQ"], Dependencies("ZProto"));
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions", "NaCl.Net"], Dependencies("ZProto.Core"));
        Assert.Equal(
            ["Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions", "ZProto.Core"],
            Dependencies("ZProto.Hosting"));
        Assert.Equal(["ZProto.Core"], Dependencies("ZProto.LibZmq"));
        Assert.Equal(["Microsoft.Extensions.TimeProvider.Testing", "ZProto.Core"], Dependencies("ZProto.Testing"));
        Assert.Equal(["ZProto.Core"], Dependencies("ZProto.Zyre"));
        Assert.Equal([], Dependencies("ZProto.Tool"));
        Assert.Equal([], Dependencies("ZProto.Templates"));
        Assert.Equal(["NetMQ", "ZProto.Core"], Dependencies("ZProto.NetMQ"));
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
