using System.Text;

namespace ZProto.FileMQ.Tests;

/// <summary>Names that lead elsewhere are refused at both ends.</summary>
public sealed class NameTests : IAsyncLifetime
{
    private readonly FileHost _host = new();

    public static TheoryData<string> BadNames =>
    [
        "../evil", "a/../../evil", "..", ".", "./evil", "a/./evil", "", "/etc/passwd", "//evil", "a//evil", "a/", "a\\evil", "..\\evil", "C:\\evil",
        "evil\0", "\0", ".filemq/part", "a/.FILEMQ/x", new('a', 256), $"{new string('é', 128)}", "a/" + new string('b', 256), string.Join('/', Enumerable.Repeat(new string('a', 100), 50)),
        "not utf-8 \uFFFD",
    ];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task A_client_refuses_what_a_server_calls_so_and_takes_the_next(string name)
    {
        string evil = Path.Combine(Path.GetDirectoryName(_host.To)!, "evil");
        File.WriteAllText(evil, "precious");
        using RawSocket server = RawSocket.Router(_host.Transport, FileHost.Endpoint);
        Task started = _host.StartMirrorAsync();
        RoutingId id = (await server.ReceiveAsync()).RoutingId;
        server.Send(FileMqMsg.CreateOhaiOk(), id);
        await started;
        server.Send(FileMqMsg.CreateCheezburger(0, FileMqMsg.Create, "/" + name, 0, 0, null, "bad"u8), id);
        server.Send(FileMqMsg.CreateCheezburger(1, FileMqMsg.Create, "/" + name, 3, 1, null, default), id);
        server.Send(FileMqMsg.CreateCheezburger(2, FileMqMsg.Delete, "/" + name, 0, 0, null, default), id);
        server.Send(FileMqMsg.CreateCheezburger(3, FileMqMsg.Create, "/good", 0, 1, null, default), id);
        for (int i = 0; i < 3; i++)
            Assert.Equal($"Refused /{name}", await _host.NextAsync());
        Assert.Equal("Received /good", await _host.NextAsync());
        Assert.Equal([Path.Combine(_host.To, "good")], Directory.GetFiles(_host.To, "*", SearchOption.AllDirectories));
        Assert.Equal("precious", File.ReadAllText(evil));
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task A_server_refuses_a_path_and_ignores_a_cache_and_a_part_that_are_called_so(string name)
    {
        await _host.StartServerAsync();
        using RawSocket other = await _host.OpenRawAsync(1_000, new() { ["RESYNC"] = "1", [Part.Option] = $"1 {new string('A', 40)} {name}" }, Encoding.UTF8.GetByteCount(name) > 255 ? null : new() { [name] = "" });
        using RawSocket client = RawSocket.Dealer(_host.Transport, FileHost.Endpoint);
        client.Send(FileMqMsg.CreateOhai("FILEMQ", 2));
        Assert.Equal(FileMqMsg.MessageId.OhaiOk, (await client.ReceiveAsync()).Id);
        client.Send(FileMqMsg.CreateIcanhaz($"/x/{name}/x", null, null));
        Assert.Equal(FileMqMsg.MessageId.Srsly, (await client.ReceiveAsync()).Id);
        _host.Write("good", "");
        Assert.Equal("/good", (await _host.WhileTimePassesAsync(other.ReceiveAsync())).Filename);
    }

    [Fact]
    public void A_name_of_255_bytes_in_each_part_is_valid()
    {
        Assert.True(FileRoot.IsValid(new string('a', 255)));
        Assert.True(FileRoot.IsValid($"{new string('é', 127)}/..a/...😀"));
    }

    [Theory]
    [InlineData("link/evil")]
    [InlineData("file")]
    [InlineData("dangling")]
    public async Task A_client_follows_no_symbolic_link(string name)
    {
        File.WriteAllText(Path.Combine(_host.Outside, "secret"), "precious");
        Directory.CreateSymbolicLink(Path.Combine(_host.To, "link"), _host.Outside);
        File.CreateSymbolicLink(Path.Combine(_host.To, "file"), Path.Combine(_host.Outside, "secret"));
        File.CreateSymbolicLink(Path.Combine(_host.To, "dangling"), Path.Combine(_host.Outside, "nothing"));
        using var inbox = new Inbox(_host.To);
        Assert.Throws<IOException>(() => inbox.Write(name, 0, "bad"u8, isEnd: false));
        Assert.Throws<IOException>(() => inbox.Write(name, 0, default, isEnd: true));
        Assert.Throws<IOException>(() => inbox.Delete(name));
        Assert.Equal(["secret"], Directory.GetFiles(_host.Outside).Select(Path.GetFileName));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(_host.Outside, "secret")));
        Assert.Empty(inbox.GetDigests());
    }

    [Fact]
    public void A_server_publishes_no_symbolic_link_not_even_one_that_takes_the_place_of_a_file()
    {
        File.WriteAllText(Path.Combine(_host.Outside, "secret"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(_host.From, "folder"), _host.Outside);
        File.CreateSymbolicLink(Path.Combine(_host.From, "file"), Path.Combine(_host.Outside, "secret"));
        _host.Write("good", "better");
        using var folder = new Folder(_host.From, "/", _host.Clock);
        folder.Look();
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new Change("/good", ChangeKind.Found)], folder.Look());
        Assert.True(folder.Files["/good"].TryResolve(out _));

        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_host.From, "good"));
        File.Delete(Path.Combine(_host.From, "good"));
        File.SetLastWriteTimeUtc(Path.Combine(_host.Outside, "secret"), written);
        File.CreateSymbolicLink(Path.Combine(_host.From, "good"), Path.Combine(_host.Outside, "secret"));
        Assert.False(folder.Files["/good"].TryResolve(out _));
    }
}
