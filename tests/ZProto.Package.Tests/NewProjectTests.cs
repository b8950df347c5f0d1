using System.Text.RegularExpressions;
using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>New projects that use the packages.</summary>
[Collection("packages")]
public sealed class NewProjectTests(Feed feed)
{
    private readonly Workspace _work = feed.NewWorkspace();

    [NewProjectFact]
    public void Who_follows_the_readme_has_a_codec_which_is_compiled_again_when_its_model_is_edited_and_at_no_other_time()
    {
        var readme = new Page("src/ZProto/README.md");
        readme.Follow(_work);
        Assert.Equal("dotnet run", readme.Steps[^1].Command);

        Assert.Contains("Skipping target \"CoreCompile\"", _work.Run("dotnet build -v:n"), StringComparison.Ordinal);

        _work.Edit("hello_msg.xml", "signature = \"7\"", "signature = \"8\"");
        Assert.Equal("AAA80105576F726C64 is HELLO to World\n", _work.Run("dotnet run"));

        _work.Edit("hello_msg.xml", "\"string\"", "\"sting\"");
        (int exitCode, string output) = _work.TryRun("dotnet build");
        Assert.NotEqual(0, exitCode);
        Assert.Matches(@"hello_msg\.xml\(4,\d+\): error ZP0\d+: .*'string'", output);
    }

    [NewProjectFact]
    public void The_package_has_what_writes_documents_of_models_and_the_schema_for_editors()
    {
        _work.Write("Hello.csproj", Console("""<PackageReference Include="ZProto.Core" Version="*" /><ZProtoModel Include="*.xml" />"""));
        _work.Write("hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("Program.cs", "return;");

        _work.Run("dotnet build -p:ZProtoDocs=markdown -t:Build;ZProtoSchema");

        Assert.StartsWith("# Hello protocol\n", File.ReadAllText(_work["docs/hello_msg.md"]), StringComparison.Ordinal);
        Assert.True(File.Exists(_work["zproto.xsd"]));
    }

    [NewProjectFact]
    public void A_project_named_like_the_class_of_its_model_is_built_and_told_why_the_names_get_in_each_others_way()
    {
        _work.Write("HelloMsg.csproj", Console("""<PackageReference Include="ZProto" Version="*" /><ZProtoModel Include="*.xml" />"""));
        _work.Write("hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("Program.cs", "System.Console.WriteLine(new HelloMsg.HelloMsg().HasId);");

        string output = _work.Run("dotnet build");

        Assert.Single(Regex.Matches(output, @"^.*hello_msg\.xml\(1,\d+\): warning ZP0111: the class HelloMsg has the name of a part of the namespace 'HelloMsg'.*$", RegexOptions.Multiline).Select(match => match.Value).Distinct());
    }

    [NewProjectFact]
    public void A_project_that_references_a_project_with_the_package_uses_its_classes_and_has_models_of_its_own()
    {
        _work.Write("Protocol/Protocol.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup><PackageReference Include="ZProto" Version="*" /><ZProtoModel Include="*.xml" /></ItemGroup>
            </Project>
            """);
        _work.Write("Protocol/hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("Server/Server.csproj", Console("""
            <ProjectReference Include="../Protocol/Protocol.csproj" />
            <ZProtoModel Include="../Protocol/hello_msg.xml" Emit="false" Namespace="Protocol" />
            <ZProtoModel Include="hello_server.xml" Namespace="Hello" />
            """));
        _work.Write("Server/hello_server.xml", Tree.Read("samples/Hello/hello_server.xml"));
        _work.Write("Server/HelloServer.cs", Tree.Read("samples/Hello/HelloServer.cs"));
        _work.Write("Server/Program.cs", """
            await using var server = new Hello.HelloServer();
            Console.WriteLine($"{await server.BindAsync("tcp://127.0.0.1:5670")} speaks {typeof(Protocol.HelloMsg)}");
            """);

        Assert.Equal("tcp://127.0.0.1:5670 speaks Protocol.HelloMsg\n", _work.Run("dotnet run --project Server"));
    }

    [NewProjectFact]
    public void The_tool_is_installed_and_checks_models()
    {
        _work.Write("hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("hello_server.xml", Tree.Read("samples/Hello/hello_server.xml").Replace("WORLD", "WORLDS", StringComparison.Ordinal));

        _work.Run("dotnet tool install ZProto.Tool --tool-path tool");
        (int exitCode, string output) = _work.TryRun($"{_work["tool/zproto"]} check hello_server.xml");

        Assert.Equal(1, exitCode);
        Assert.Contains("did you mean 'WORLD'?", output, StringComparison.Ordinal);
    }

    [NewProjectTheory]
    [InlineData("net6.0")]
    [InlineData("netstandard2.0")]
    [InlineData("net48")]
    public void A_project_for_a_framework_that_is_too_old_is_told_so_once(string framework)
    {
        _work.Write("Hello.csproj", Console("""<PackageReference Include="ZProto" Version="*" /><ZProtoModel Include="*.xml" />""").Replace("net10.0", framework, StringComparison.Ordinal));
        _work.Write("hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("Program.cs", "System.Console.WriteLine(new Hello.HelloMsg().Id);");

        (int exitCode, string output) = _work.TryRun("dotnet build");

        Assert.NotEqual(0, exitCode);
        // One error of NuGet's, of three lines: what it is of, and the two frameworks that there are.
        string[] lines = [.. Errors(output)];
        Assert.Equal(3, lines.Length);
        Assert.Contains($"error NU1202: Package ZProto {Tree.Version} is not compatible with {framework} ", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"error NU1202: +- net10\.0 ", lines[1]);
        Assert.Matches(@"error NU1202: +- net8\.0 ", lines[2]);
    }

    [NewProjectTheory]
    [InlineData("fsproj", "Program.fs", "printfn \"\"")]
    [InlineData("vbproj", "Program.vb", "Module Program\nSub Main()\nEnd Sub\nEnd Module")]
    public void Models_in_a_project_of_another_language_are_an_error_that_says_where_they_belong(string extension, string file, string program)
    {
        string items = """<PackageReference Include="ZProto.Core" Version="*" /><ZProtoModel Include="*.xml" />""" + (extension == "fsproj" ? $"""<Compile Include="{file}" />""" : "");
        _work.Write($"Hello.{extension}", Console(items));
        _work.Write("hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write(file, program);

        (int exitCode, string output) = _work.TryRun("dotnet build");

        Assert.NotEqual(0, exitCode);
        Assert.Matches(@"hello_msg\.xml : error ZP0601: .*a C# project \(\.csproj\)", Assert.Single(Errors(output)));
    }

    [NewProjectFact]
    public void Models_taken_from_everywhere_are_not_taken_from_what_was_built()
    {
        _work.Write("Hello.csproj", Console("""<PackageReference Include="ZProto.Core" Version="*" /><ZProtoModel Include="**/*.xml" /><Content Include="models/*.xml" CopyToOutputDirectory="PreserveNewest" />"""));
        _work.Write("models/hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("Program.cs", "Console.WriteLine(new Hello.HelloMsg().Id);");
        _work.Run("dotnet build");
        Assert.True(File.Exists(_work["bin/Debug/net10.0/models/hello_msg.xml"]));

        _work.Edit("models/hello_msg.xml", "Hello protocol", "Another title");
        Assert.DoesNotContain("warning", _work.Run("dotnet build -warnaserror"), StringComparison.Ordinal);
    }

    [NewProjectFact]
    public void A_project_chooses_among_its_transports_and_is_told_of_a_choice_that_there_is_not()
    {
        _work.Write("Hello.csproj", Console("""<PackageReference Include="ZProto" Version="*" /><ZProtoModel Include="*.xml" />"""));
        _work.Write("hello_msg.xml", Tree.Read("samples/Hello/hello_msg.xml"));
        _work.Write("hello_server.xml", Tree.Read("samples/Hello/hello_server.xml"));
        _work.Write("HelloServer.cs", Tree.Read("samples/Hello/HelloServer.cs"));
        _work.Write("Program.cs", """
            await using var server = new Hello.HelloServer();
            Console.WriteLine(await server.BindAsync("inproc://*"));
            """);

        Assert.Equal("inproc://1\n", _work.Run("dotnet run -p:ZProtoTransport=inprocess"));
        Assert.Matches("error ZP0602: ZProtoTransport is 'pigeon', .* NetMQ, LibZmq, Sockets and InProcess", Assert.Single(Errors(_work.TryRun("dotnet build -p:ZProtoTransport=pigeon").Output)));
        Assert.Matches("error ZP0603: ZProtoTransport is 'LibZmq', .*the package ZProto.LibZmq", Assert.Single(Errors(_work.TryRun("dotnet build -p:ZProtoTransport=LibZmq").Output)));
    }

    [NewProjectFact]
    public void A_project_with_ZProto_Core_alone_serves_over_TCP()
    {
        _work.Write("Hello.csproj", Console("""<PackageReference Include="ZProto.Core" Version="*" /><ZProtoModel Include="*.xml" />"""));
        foreach (string file in new[] { "hello_msg.xml", "hello_server.xml", "hello_client.xml", "HelloServer.cs", "HelloClient.cs" })
            _work.Write(file, Tree.Read($"samples/Hello/{file}"));
        _work.Write("Program.cs", """
            using Hello;
            using ZProto.Transports;

            await using var server = new HelloServer();
            string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
            await using var client = new HelloClient();
            await client.OpenAsync(endpoint);
            Console.WriteLine(await client.GreetAsync("Ada") is HelloClient.GreetResult.Greeting greeting ? greeting.Text : "no greeting");
            try
            {
                await server.BindAsync("inproc://hello");
            }
            catch (TransportException exception)
            {
                Console.WriteLine(exception.Message);
            }
            """);

        string[] lines = _work.Run("dotnet run").Split('\n');

        Assert.Equal("Hello, Ada! You are number 1.", lines[0]);
        Assert.Contains("sockets transport cannot bind to 'inproc://hello'", lines[1], StringComparison.Ordinal);
        Assert.Equal(["NaCl.Net", "ZProto.Core"], _work.Run("dotnet list package --include-transitive").Split('\n').Where(line => line.Contains("> ", StringComparison.Ordinal)).Select(line => line.Split("> ")[1].Split(' ')[0]).Where(package => package is "NaCl.Net" || package.StartsWith("ZProto", StringComparison.Ordinal) || package is "NetMQ").Order(StringComparer.Ordinal));
    }

    // Each is printed twice, where it is found and in the summary.
    private static IEnumerable<string> Errors(string output)
        => output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct();

    private static string Console(string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;
}
