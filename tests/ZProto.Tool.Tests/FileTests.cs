using System.Collections.Concurrent;
using System.Diagnostics;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

/// <summary>Which files the command opens: those it was given, and those that models ask for.</summary>
public sealed class FileTests : IDisposable
{
    private const string Protocol = """<class name="my_msg" script="zproto_codec"><message name="OHAI"/></class>""";
    private const string Server = """<class name="server" script="zproto_server" protocol_class="my_msg"><state name="start"><event name="OHAI"/></state></class>""";

    // Only bounds a hang.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("my_msg.xml", Server)]
    [InlineData("protocol.xml", Server)]
    [InlineData("protocol.xml", """<class name="server" script="zproto_server"><state name="start"><event name="OHAI"/></state></class>""")]
    public async Task A_pipe_and_a_device_beside_a_model_are_passed_over(string protocol, string server)
    {
        if (OperatingSystem.IsWindows())
            return;
        MakePipe("a_pipe.xml");
        File.CreateSymbolicLink(_folder["b_zeros.xml"], "/dev/zero");
        _folder.Write(protocol, Protocol);
        Assert.Equal("", (await RunAsync("check", _folder.Write("server.xml", server))).Done().Output);
    }

    [Fact]
    public async Task A_pipe_in_a_folder_of_models_is_passed_over()
    {
        if (OperatingSystem.IsWindows())
            return;
        MakePipe("a_pipe.xml");
        _folder.Write("my_msg.xml", Protocol);
        Assert.Equal("", (await RunAsync("check", Path.GetDirectoryName(_folder["my_msg.xml"])!)).Done().Output);
    }

    [Fact]
    public async Task An_include_of_a_pipe_is_not_found()
    {
        if (OperatingSystem.IsWindows())
            return;
        MakePipe("part.xml");
        string model = _folder.Write("my_msg.xml", """<class name="my_msg" script="zproto_codec"><include filename="part.xml"/></class>""");
        Assert.Contains("ZP0102", (await RunAsync("check", model)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my_msg.xml", "my_msg.xml")]
    [InlineData("server.xml", "my_msg.xml", "server.xml")]
    public async Task Nothing_beside_a_model_is_read_but_what_it_asks_for(string model, params string[] expected)
    {
        // Elsewhere a watcher is not told of what is only read.
        if (!OperatingSystem.IsLinux())
            return;
        _folder.Write("my_msg.xml", Protocol);
        _folder.Write("other.xml", Protocol.Replace("my_msg", "other", StringComparison.Ordinal));
        _folder.Write("server.xml", Server);
        var read = new ConcurrentQueue<string>();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(_folder[model])!) { NotifyFilter = NotifyFilters.LastAccess | NotifyFilters.FileName };
        watcher.Changed += (_, change) => read.Enqueue(change.Name!);
        watcher.Created += (_, _) => ended.SetResult();
        watcher.EnableRaisingEvents = true;
        Assert.Equal("", (await RunAsync("check", _folder[model])).Done().Output);
        // What came before this is told before it.
        string end = Path.GetFileName(_folder.Write("end", ""));
        await ended.Task.WaitAsync(s_patience);
        Assert.Equal(expected, read.Where(name => name != end).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_model_may_come_by_a_pipe_where_the_user_names_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        string pipe = MakePipe("model.xml");
        Task<ToolRun> run = RunAsync("check", pipe);
        await File.AppendAllTextAsync(pipe, Protocol.Replace("OHAI", "?", StringComparison.Ordinal)).WaitAsync(s_patience);
        Assert.Contains("ZP0101", (await run).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_without_end_is_too_large()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Contains("ZP0004", (await RunAsync("check", "/dev/zero")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<include filename=\"parts/types.xml\"/>", "parts/types.xml")]
    [InlineData("<include filename=\"elsewhere/types.xml\"/>", "types.xml")]
    public async Task An_include_is_read_by_its_path_or_by_its_name_beside_the_model(string include, string file)
    {
        _folder.Write(file, """<fragment><type name="person"><field name="name" type="string"/></type></fragment>""");
        string model = _folder.Write("my_msg.xml", $"""<class name="my_msg" script="zproto_codec">{include}<message name="A"><field name="who" type="person"/></message></class>""");
        Assert.Equal("", (await RunAsync("check", model)).Done().Output);
    }

    private static Task<ToolRun> RunAsync(params string[] args) => Task.Run(() => ToolRun.RunAsync(args)).WaitAsync(s_patience);

    private string MakePipe(string name)
    {
        using Process process = Process.Start("mkfifo", [_folder[name]]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return _folder[name];
    }
}
