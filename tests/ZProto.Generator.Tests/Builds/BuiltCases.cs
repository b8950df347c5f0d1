using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Builds;

/// <summary>
/// One real <c>dotnet build</c> of all cases: each is the same project with other files, so that all of them need one restore and one start of
/// the build.
/// </summary>
public sealed partial class BuiltCases : IDisposable
{
    // In place of the package: its build files, with the assemblies of this test run.
    private static readonly string s_common = $"""
        <Project>
          <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <RootNamespace>Sample</RootNamespace>
            <EnableDefaultItems>false</EnableDefaultItems>
            <GenerateDependencyFile>false</GenerateDependencyFile>
            <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
            <OutputPath>bin/$(Case)/</OutputPath>
          </PropertyGroup>
          <Import Project="{Repository.GetPath("src/ZProto.Core/build/net8.0/ZProto.Core.props")}" />
          <ItemGroup>
            <Reference Include="{typeof(IProtocolMessage).Assembly.Location}" />
            <Reference Include="{typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location}" />
            <Analyzer Include="{typeof(ZProtoGenerator).Assembly.Location};{typeof(Model.ModelName).Assembly.Location}" />
          </ItemGroup>
          {"{0}"}
          <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
          <Import Project="{Repository.GetPath("src/ZProto.Core/build/net8.0/ZProto.Core.targets")}" />
        </Project>
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zproto-builds");
    private readonly List<(string File, int Line, int Column, string Severity, string Id, string Message)> _lines = [];

    public BuiltCases()
    {
        Write("case/case.csproj", """
            <PropertyGroup>
              <AssemblyName>Case</AssemblyName>
              <IntermediateOutputPath>obj/$(Case)/</IntermediateOutputPath>
            </PropertyGroup>
            <ItemGroup>
              <Compile Include="$(Case)/*.cs" />
              <ZProtoModel Include="$(Case)/*.xml" Exclude="$(Case)/talk_server.xml" />
              <ZProtoModel Include="$(Case)/talk_server.xml" Condition="!$(Case.StartsWith('forgotten'))" />
              <None Include="$(Case)/talk_server.xml" Condition="$(Case.StartsWith('forgotten'))" />
            </ItemGroup>
            """);
        // What is right is UTF-16 with its mark, the other encoding that is read.
        foreach ((string name, Dictionary<string, string> files, Encoding encoding) in Mistake.All.Select(mistake => (mistake.Name, mistake.Files, mistake.Encoding)).Append(("none", Mistake.Valid, Encoding.Unicode)))
        {
            foreach ((string file, string text) in files)
                File.WriteAllText(Path.Combine(_folder.CreateSubdirectory($"case/{name}").FullName, file), text, encoding);
        }

        // A protocol and its engine in two projects, in two folders each, with mapped paths.
        foreach (string copy in new[] { "one", "two/deeper" })
        {
            Write($"{copy}/lib/lib.csproj", """
                <PropertyGroup><AssemblyName>Lib</AssemblyName><RootNamespace>Sample.Lib</RootNamespace><PathMap>$(MSBuildProjectDirectory)/=/_/lib/</PathMap></PropertyGroup>
                <ItemGroup><ZProtoModel Include="*.xml" /><InternalsVisibleTo Include="App" /></ItemGroup>
                """);
            File.WriteAllText(Path.Combine(_folder.FullName, copy, "lib/talk.xml"), Mistake.Valid["talk.xml"].Replace("<class", "<class modifier = \"internal\"", StringComparison.Ordinal));
            Write($"{copy}/app/app.csproj", """
                <PropertyGroup><AssemblyName>App</AssemblyName><PathMap>$(MSBuildProjectDirectory)/=/_/app/</PathMap></PropertyGroup>
                <ItemGroup><Compile Include="*.cs" /><Using Include="Sample.Lib" /><ZProtoModel Include="*.xml" /><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
                """);
            foreach (string file in new[] { "talk_server.xml", "TalkServer.cs" })
                File.WriteAllText(Path.Combine(_folder.FullName, copy, "app", file), Mistake.Valid[file].Replace("public partial", "internal partial", StringComparison.Ordinal));
        }
        File.WriteAllText(Path.Combine(_folder.FullName, "all.proj"), $"""
            <Project>
              <ItemGroup>
                <Case Include="{string.Join(";", Mistake.All.Select(mistake => mistake.Name))}" />
                <App Include="one/app/app.csproj;two/deeper/app/app.csproj" />
              </ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="case/case.csproj;@(App)" Targets="Restore" Properties="Case=none;Stage=restore" />
                <MSBuild Projects="@(App)" Targets="Build" Properties="Stage=build" ContinueOnError="true" />
                <MSBuild Projects="case/case.csproj" Targets="Build" Properties="Case=none;Stage=build" ContinueOnError="true" />
                <MSBuild Projects="case/case.csproj" Targets="Compile" Properties="Case=%(Case.Identity);Stage=build" ContinueOnError="true" />
              </Target>
            </Project>
            """);
        Output = Run("build", "all.proj", "-nologo", "-m:1", "-clp:NoSummary;ForceNoAlign", "-v:m");
        foreach (Match match in Line().Matches(Output))
            _lines.Add((match.Groups["file"].Value.Replace('\\', '/'), int.Parse(match.Groups["line"].ValueSpan, null), int.Parse(match.Groups["column"].ValueSpan, null), match.Groups["severity"].Value, match.Groups["id"].Value, match.Groups["message"].Value));
    }

    /// <summary>All that the build printed.</summary>
    public string Output { get; }

    /// <summary>What the build said of a case: <c>talk.xml(3,4): error ZP0201: ...</c>.</summary>
    public string[] GetLines(string name)
        => [.. _lines
            .Where(line => line.File.Contains($"/case/{name}/", StringComparison.Ordinal))
            .Distinct()
            .Select(line => $"{Path.GetFileName(line.File)}({line.Line},{line.Column}): {line.Severity} {line.Id}: {line.Message}")];

    /// <summary>A file that the build wrote, by its path from the folder of everything.</summary>
    public byte[] Built(string path)
    {
        string full = Path.Combine(_folder.FullName, path);
        Assert.True(File.Exists(full), $"{path} was not built.\n{Output}");
        return File.ReadAllBytes(full);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string path, string project)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, s_common.Replace("{0}", project, StringComparison.Ordinal));
    }

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host's own settings are none of the build's business.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";  // what stays after would hold the folder
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        return output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^\s*(?<file>[^\n]*?)\((?<line>\d+),(?<column>\d+)(,\d+,\d+)?\): (?<severity>error|warning) (?<id>\w+): (?<message>[^\n]*?)( \((https?://[^\n]*)\))?( \[[^\n]*\])?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
