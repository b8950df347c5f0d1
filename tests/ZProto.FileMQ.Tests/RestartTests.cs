namespace ZProto.FileMQ.Tests;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly FileHost _host = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task When_the_server_dies_the_client_introduces_itself_again_subscribes_and_gets_what_it_missed()
    {
        _host.Write("one", "1");
        await _host.StartServerAsync();
        await _host.StartMirrorAsync();
        Assert.Equal("Received /one", await _host.NextAsync());
        await _host.StopServerAsync();
        _host.Write("two", "2");
        await _host.StartServerAsync();
        // Of 'one' it has said that it has it.
        Assert.Equal("Received /two", await _host.NextAsync());
        _host.Write("one", "1, changed");
        Assert.Equal("Received /one", await _host.NextAsync());
    }

    [Fact]
    public async Task The_transfer_goes_on_where_it_was_and_the_file_comes_under_its_name_when_it_is_whole()
    {
        using RawSocket server = RawSocket.Router(_host.Transport, FileHost.Endpoint);
        Task started = _host.StartMirrorAsync();
        FileMqMsg icanhaz = await AcceptAsync(server);
        Assert.Equal("/ {RESYNC=1} {}", Describe(icanhaz));
        await started;
        await ReceiveAsync(server, FileMqMsg.MessageId.Nom);
        server.Send(FileMqMsg.CreateCheezburger(0, FileMqMsg.Create, "/big", 0, 0, null, "the first "u8), icanhaz.RoutingId);
        server.Send(FileMqMsg.CreateCheezburger(1, FileMqMsg.Create, "/big", 10, 0, null, "half"u8), icanhaz.RoutingId);

        // The next server does not know the client.
        server.Send(FileMqMsg.CreateRtfm("Who are you?"), icanhaz.RoutingId);
        icanhaz = await AcceptAsync(server);
        Assert.Equal("/ {RESYNC=1, RESUME=14 3946DD74E466715EC09C73C84C2875D7B6DE17BA big} {}", Describe(icanhaz));
        Assert.Empty(Directory.GetFiles(_host.To));
        server.Send(FileMqMsg.CreateCheezburger(0, FileMqMsg.Create, "/big", 14, 0, null, ", and the second"u8), icanhaz.RoutingId);
        server.Send(FileMqMsg.CreateCheezburger(1, FileMqMsg.Create, "/big", 30, 1, null, default), icanhaz.RoutingId);
        Assert.Equal("Received /big", await _host.NextAsync());
        Assert.Equal("the first half, and the second", _host.Read("big"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_host.To, FileRoot.Staging)));
    }

    [Fact]
    public async Task A_server_that_always_answers_with_RTFM_is_asked_less_and_less_often()
    {
        using RawSocket server = RawSocket.Router(_host.Transport, FileHost.Endpoint);
        Task started = _host.StartMirrorAsync(patience: 3600);
        FileMqMsg icanhaz = await AcceptAsync(server);
        await started;
        var pauses = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            DateTimeOffset refused = _host.Clock.GetUtcNow();
            server.Send(FileMqMsg.CreateRtfm("Go away."), icanhaz.RoutingId);
            icanhaz = await _host.WhileTimePassesAsync(AcceptAsync(server));
            pauses.Add((_host.Clock.GetUtcNow() - refused).TotalSeconds);
        }
        double[] atLeast = [0, 1, 2, 4, 8, 16, 32, 32];
        Assert.All(pauses.Zip(atLeast), pause => Assert.True(pause.First >= pause.Second, $"{pause.First} s, not {pause.Second}"));
    }

    [Fact]
    public async Task A_server_that_has_answered_for_a_while_is_asked_at_once()
    {
        using RawSocket server = RawSocket.Router(_host.Transport, FileHost.Endpoint);
        Task started = _host.StartMirrorAsync();
        FileMqMsg icanhaz = await AcceptAsync(server);
        await started;
        server.Send(FileMqMsg.CreateRtfm("Who are you?"), icanhaz.RoutingId);
        icanhaz = await AcceptAsync(server);
        server.Send(FileMqMsg.CreateHugzOk(), icanhaz.RoutingId);
        server.Send(FileMqMsg.CreateRtfm("And you?"), icanhaz.RoutingId);
        // No time passes.
        Assert.Equal("/", (await AcceptAsync(server)).Path);
    }

    [Fact]
    public async Task Pieces_that_come_twice_out_of_place_or_for_other_files_spoil_nothing()
    {
        using RawSocket server = RawSocket.Router(_host.Transport, FileHost.Endpoint);
        Task started = _host.StartMirrorAsync();
        RoutingId id = (await AcceptAsync(server)).RoutingId;
        await started;
        server.Send(FileMqMsg.CreateCheezburger(0, FileMqMsg.Create, "/a", 0, 0, null, "123"u8), id);
        server.Send(FileMqMsg.CreateCheezburger(0, FileMqMsg.Create, "/a", 0, 0, null, "123"u8), id);
        server.Send(FileMqMsg.CreateCheezburger(1, FileMqMsg.Create, "/a", 5, 0, null, "hole"u8), id);
        server.Send(FileMqMsg.CreateCheezburger(2, FileMqMsg.Create, "/b", 3, 1, null, default), id);
        server.Send(FileMqMsg.CreateCheezburger(3, FileMqMsg.Create, "/a", 0, 1, null, default), id);
        server.Send(FileMqMsg.CreateCheezburger(4, FileMqMsg.Create, "/a", ulong.MaxValue, 0, null, "4"u8), id);
        server.Send(FileMqMsg.CreateCheezburger(5, 3, "/a", 0, 0, null, default), id);
        server.Send(FileMqMsg.CreateCheezburger(6, FileMqMsg.Create, "/a", 3, 0, null, "4"u8), id);
        server.Send(FileMqMsg.CreateCheezburger(7, FileMqMsg.Create, "/a", 4, 1, null, default), id);
        Assert.Equal("Received /a", await _host.NextAsync());
        Assert.Equal("1234", _host.Read("a"));
        Assert.Single(Directory.GetFiles(_host.To));
    }

    // The first OHAI of a connection; what comes of others is passed over.
    private static async Task<FileMqMsg> AcceptAsync(RawSocket server)
    {
        FileMqMsg ohai = await ReceiveAsync(server, FileMqMsg.MessageId.Ohai);
        Assert.Equal("FILEMQ 2", $"{ohai.Protocol} {ohai.Version}");
        server.Send(FileMqMsg.CreateOhaiOk(), ohai.RoutingId);
        return await ReceiveAsync(server, FileMqMsg.MessageId.Icanhaz);
    }

    private static async Task<FileMqMsg> ReceiveAsync(RawSocket server, FileMqMsg.MessageId id)
    {
        FileMqMsg message;
        do
            message = await server.ReceiveAsync();
        while (message.Id != id);
        return message;
    }

    private static string Describe(FileMqMsg icanhaz) => $"{icanhaz.Path} {{{Describe(icanhaz.Options)}}} {{{Describe(icanhaz.Cache)}}}";

    private static string Describe(StringMap map) => string.Join(", ", map.Select<KeyValuePair<string, string>, string>(pair => $"{pair.Key}={pair.Value}"));
}
