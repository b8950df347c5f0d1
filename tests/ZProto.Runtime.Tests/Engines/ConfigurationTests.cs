using ZProto.Configuration;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What "Server" says of configuration, sentence by sentence.</summary>
public sealed class ConfigurationTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _book = new();
    private readonly HelloServer _server = new();
    private readonly string _file = Path.GetTempFileName();

    public ConfigurationTests()
    {
        _server.Options.TimeProvider = _clock;
        _server.Options.Transport = new InProcessTransport();
        _server.Options.LoggerFactory = _book;
        // Files of tests are written at once.
        _server.WaitBetweenLooks = static _ => Task.CompletedTask;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_file_sets_timeouts_in_milliseconds_and_verbosity()
    {
        await LoadConfigurationAsync("server\n    timeout = 5000\n    heartbeat = 250\n    idle = 70000\n    verbose = 1\n");
        Assert.Equal(TimeSpan.FromSeconds(5), _server.ClientTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(250), _server.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(70), _server.IdleTimeout);
        Assert.True(_server.Verbose);
    }

    [Fact]
    public async Task A_setting_that_is_gone_is_again_as_it_was_before_a_configuration_had_it()
    {
        _server.ClientTimeout = TimeSpan.FromSeconds(20);
        await LoadConfigurationAsync("server\n    timeout = 5000\n    heartbeat = 250\n    verbose = 1\n");
        await LoadConfigurationAsync("server\n    timeout = 6000\n    idle = 1000\n");
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.Zero, TimeSpan.FromSeconds(1), false), (_server.ClientTimeout, _server.HeartbeatInterval, _server.IdleTimeout, _server.Verbose));
        await LoadConfigurationAsync("");
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10)), (_server.ClientTimeout, _server.IdleTimeout));
    }

    [Fact]
    public async Task Background_and_workdir_are_accepted_with_a_hint()
    {
        await LoadConfigurationAsync("server\n    background = 1\n    workdir = .\n");
        Assert.Equal(2, _book.Lines.Count(line => line.StartsWith("Information: Ignoring 'server/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_section_named_like_the_server_echoes_and_binds()
    {
        await LoadConfigurationAsync("hello-server\n    echo = good morning\n    bind\n        endpoint = inproc://one\n    bind\n        endpoint = inproc://two\n");
        Assert.Contains("Information: good morning", _book.Lines);
        await AskAsync("inproc://one");
        await AskAsync("inproc://two");
    }

    [Fact]
    public async Task A_section_named_like_a_method_calls_it_at_top_level_and_in_the_servers_section()
    {
        await LoadConfigurationAsync("reset\nhello_server\n    set_greeting\n        words = Good day\n        times = 2\n        cancellation = -1\n");
        Assert.Equal(["is reset", "greets with Good day 2 times, -1, on the loop: True"], _server.Log);
    }

    [Fact]
    public async Task A_missing_key_is_empty_or_zero_with_a_warning()
    {
        await LoadConfigurationAsync("set_greeting\n    cancellation = 1\n");
        Assert.Equal(["greets with  0 times, 1, on the loop: True"], _server.Log);
        Assert.Contains("Warning: line 1: section 'set_greeting' has no 'words'; it is empty, or zero", _book.Lines);
        Assert.Contains("Warning: line 1: section 'set_greeting' has no 'times'; it is empty, or zero", _book.Lines);
    }

    [Fact]
    public async Task A_method_is_a_call_into_the_servers_own_thread()
    {
        await _server.SetGreetingAsync("Hi", 1, 2);
        await _server.ResetAsync();
        Assert.Equal(["greets with Hi 1 times, 2, on the loop: True", "is reset"], _server.Log);
    }

    [Theory]
    [InlineData("server\n    timeout = soon\n", "line 2")]
    [InlineData("server\n    timeout = -1\n", "line 2")]
    [InlineData("server\n    timeout = 7\nset_greeting\n    times = 256\n", "line 4")]
    [InlineData("server\n    timeout = 7\n        too = deep\n  odd = 1\n", "line 4")]
    [InlineData("server\n    timeout = 7\nhello_server\n    bind\n        endpoint = inproc://new\n    bind\n        endpoint = nonsense\n", "nonsense")]
    public async Task A_broken_file_leaves_all_as_it_was_and_is_logged_with_its_line(string text, string place)
    {
        await LoadConfigurationAsync("server\n    timeout = 5000\nhello_server\n    bind\n        endpoint = inproc://old\n");
        Exception? problem = await Record.ExceptionAsync(() => LoadConfigurationAsync("reset\n" + text));
        Assert.True(problem is ZplException or TransportException, problem?.ToString());
        string line = Assert.Single(_book.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.Contains(_file, line, StringComparison.Ordinal);
        string moved = place.StartsWith("line ", StringComparison.Ordinal) ? $"line {place[^1] - '0' + 1}" : place;
        Assert.Contains(moved, line, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), _server.ClientTimeout);
        Assert.Empty(_server.Log);
        await AskAsync("inproc://old");
        Assert.Equal("inproc://new", await _server.BindAsync("inproc://new"));
    }

    [Theory]
    [InlineData("mechanism = plain", "line 5: The in-process transport knows no security mechanism")]
    [InlineData("mechanism = curve", "line 5: The mechanism curve needs the file of a certificate")]
    [InlineData("mechanism = curve\n        certificate = no/such/file", "line 7: The certificate cannot be read")]
    [InlineData("mechanism = rot13", "line 6: The mechanism is 'rot13', which is none of null, plain and curve.")]
    public async Task Security_that_cannot_be_is_an_error_with_file_and_line_and_all_is_as_it_was(string security, string place)
    {
        await LoadConfigurationAsync("hello_server\n    bind\n        endpoint = inproc://old\n");
        ZplException problem = await Assert.ThrowsAsync<ZplException>(
            () => LoadConfigurationAsync($"reset\nserver\n    timeout = 7\nhello_server\n    security\n        {security}\n    bind\n        endpoint = inproc://new\n"));
        Assert.StartsWith($"{_file}: {place}", problem.Message, StringComparison.Ordinal);
        Assert.Contains(_book.Lines, line => line.StartsWith($"Error: {_file}: {place}", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(60), _server.ClientTimeout);
        Assert.Empty(_server.Log);
        await AskAsync("inproc://old");
        Assert.Equal("inproc://new", await _server.BindAsync("inproc://new"));
    }

    [Fact]
    public async Task A_transport_that_cannot_ask_for_a_decision_is_an_error_at_the_start()
    {
        _server.Options.AuthenticateBy(_ => "anybody");
        await Assert.ThrowsAsync<TransportException>(() => _server.BindAsync("inproc://decided"));
    }

    [Fact]
    public async Task Security_without_a_mechanism_and_a_decision_admits_everybody()
    {
        await LoadConfigurationAsync("hello_server\n    security\n        mechanism = null\n    bind\n        endpoint = inproc://open\n");
        await AskAsync("inproc://open");
    }

    [Fact]
    public async Task On_a_change_of_a_watched_file_new_endpoints_are_bound_gone_ones_unbound_and_only_changed_sections_called_again()
    {
        await File.WriteAllTextAsync(_file, "reset\nhello_server\n    echo = one\n    bind\n        endpoint = inproc://one\n    bind\n        endpoint = inproc://both\n");
        await _server.LoadConfigurationAsync(_file, reloadOnChange: true);
        await File.WriteAllTextAsync(_file, "reset\nhello_server\n    echo = two!\n    bind\n        endpoint = inproc://two\n    bind\n        endpoint = inproc://both\nset_greeting\n");
        await TurnAsync();
        await AskAsync("inproc://two");
        await AskAsync("inproc://both");
        Assert.Equal("inproc://one", await _server.BindAsync("inproc://one"));
        Assert.Equal(["is reset", "greets with  0 times, 0, on the loop: True"], _server.Log);
        Assert.Contains("Information: two!", _book.Lines);

        // Broken for a while, then gone, then fixed.
        await File.WriteAllTextAsync(_file, "server\n    timeout = soon\n");
        await TurnAsync();
        Assert.Contains($"Error: {_file}: line 2:", Assert.Single(_book.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        File.Delete(_file);
        await TurnAsync();
        await File.WriteAllTextAsync(_file, "server\n    timeout = 7000\n");
        await TurnAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), _server.ClientTimeout);
    }

    [Fact]
    public async Task A_watched_file_is_followed_only_when_two_looks_find_it_alike()
    {
        await File.WriteAllTextAsync(_file, "server\n    timeout = 5000\n");
        await _server.LoadConfigurationAsync(_file, reloadOnChange: true);
        await File.WriteAllTextAsync(_file, "server\n    timeout = 6\n");
        await TurnAsync(looks: 1);
        await File.WriteAllTextAsync(_file, "server\n    timeout = 6000\n");
        await TurnAsync(looks: 1);
        Assert.Equal(TimeSpan.FromSeconds(5), _server.ClientTimeout);
        await TurnAsync(looks: 1);
        Assert.Equal(TimeSpan.FromSeconds(6), _server.ClientTimeout);
    }

    [Fact]
    public async Task A_half_written_file_binds_nothing_with_less_security_and_the_whole_one_binds_with_it()
    {
        const string One = "hello_server\n    bind\n        endpoint = inproc://one\n";
        const string Two = "    bind\n        endpoint = inproc://two\n";
        const string Security = "    security\n        mechanism = plain\n";
        var transport = new StagedTransport();
        await using var server = new HelloServer { Options = { Transport = transport, TimeProvider = _clock, LoggerFactory = _book, Authenticate = (_, _) => AuthenticationResult.Refused }, WaitBetweenLooks = static _ => Task.CompletedTask };
        await File.WriteAllTextAsync(_file, One + Security);
        await server.LoadConfigurationAsync(_file, reloadOnChange: true);
        await File.WriteAllTextAsync(_file, One + Two);
        await LookAsync();
        await LookAsync();
        Assert.Contains("has less security than there is", Assert.Single(_book.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["PlainServer", "inproc://one PlainServer"], transport.Secured);

        await File.WriteAllTextAsync(_file, One + Two + Security);
        await LookAsync();
        await LookAsync();
        Assert.Equal("inproc://two PlainServer", transport.Secured[^1]);
        Assert.DoesNotContain(transport.Secured, line => line.EndsWith(" NullServer", StringComparison.Ordinal) || line.EndsWith(" open", StringComparison.Ordinal));

        async Task LookAsync()
        {
            await server.InvokeAsync(() => { });
            _clock.Advance(TimeSpan.FromSeconds(1.1));
            await server.InvokeAsync(() => { });
            await server.InvokeAsync(() => { });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_still_being_written_at_the_start_binds_nothing_before_it_is_whole(bool watch)
    {
        const string Half = "hello_server\n    bind\n        endpoint = inproc://one\n";
        string[] later = [Half + "    # how peers are\n", Half + "    security\n        mechanism = plain\n"];
        var transport = new StagedTransport();
        int looks = 0;
        await using var server = new HelloServer { Options = { Transport = transport, TimeProvider = _clock, LoggerFactory = _book, Authenticate = (_, _) => AuthenticationResult.Refused } };
        server.WaitBetweenLooks = _ => looks++ < later.Length ? WriteJustNowAsync(later[looks - 1]) : Task.CompletedTask;
        await WriteJustNowAsync(Half);
        await server.LoadConfigurationAsync(_file, watch);
        Assert.Equal(["PlainServer", "inproc://one PlainServer"], transport.Secured);
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task A_file_at_rest_is_loaded_without_a_second_look()
    {
        _server.WaitBetweenLooks = _ => throw new InvalidOperationException("It looks again.");
        await File.WriteAllTextAsync(_file, "server\n    timeout = 5000\n");
        File.SetLastWriteTimeUtc(_file, DateTime.UtcNow.AddMinutes(-1));
        await _server.LoadConfigurationAsync(_file);
        Assert.Equal(TimeSpan.FromSeconds(5), _server.ClientTimeout);
    }

    [Fact]
    public async Task A_wait_for_a_file_that_is_being_written_can_be_given_up()
    {
        using var cancellationToken = new CancellationTokenSource();
        _server.WaitBetweenLooks = async token =>
        {
            await cancellationToken.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        await WriteJustNowAsync("server\n    timeout = 5000\n");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _server.LoadConfigurationAsync(_file, reloadOnChange: false, cancellationToken.Token));
        Assert.Equal(TimeSpan.FromSeconds(60), _server.ClientTimeout);
    }

    [Fact]
    public async Task Unknown_names_in_known_sections_are_warned_of_with_the_near_one()
    {
        await LoadConfigurationAsync("server\n    verbos = 1\n    colour = red\nserver/timeuot = 7\nhello_serve\n    echo = lost\nhello_server\n    bind\n        endpont = inproc://x\n    set_greetin\n    mine = 1\nlogging\n    level = 3\nrest\n");
        Assert.Equal(
            [
                "Warning: line 2: 'server/verbos' is not recognized and is ignored; did you mean 'verbose'?",
                "Warning: line 3: 'server/colour' is not recognized and is ignored",
                "Warning: line 4: 'server/timeuot' is not recognized and is ignored; did you mean 'server/timeout'?",
                "Warning: line 5: 'hello_serve' is not recognized and is ignored; did you mean 'hello_server'?",
                "Warning: line 10: 'hello_server/set_greetin' is not recognized and is ignored; did you mean 'set greeting'?",
                "Warning: line 9: 'bind/endpont' is not recognized and is ignored; did you mean 'endpoint'?",
                "Warning: line 14: 'rest' is not recognized and is ignored; did you mean 'reset'?",
            ],
            _book.Lines);
    }

    [Fact]
    public async Task An_error_of_syntax_is_logged_with_its_path_once()
    {
        await Assert.ThrowsAsync<ZplException>(() => LoadConfigurationAsync("server\n      odd = 1\n"));
        string line = Assert.Single(_book.Lines);
        Assert.Equal(2, line.Split(_file).Length);
    }

    [Fact]
    public async Task A_value_can_be_set_and_the_whole_saved()
    {
        await LoadConfigurationAsync("server\n    timeout = 5000\n");
        await _server.SetConfigurationAsync("server/timeout", "6000");
        await _server.SetConfigurationAsync("hello_server/bind/endpoint", "inproc://set");
        await Assert.ThrowsAsync<ZplException>(() => _server.SetConfigurationAsync("server/timeout", "nonsense"));
        string copy = _file + ".copy";
        await _server.SaveConfigurationAsync(copy);
        Assert.Equal(TimeSpan.FromSeconds(6), _server.ClientTimeout);
        await AskAsync("inproc://set");
        Assert.Single(_book.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal));
        ZplNode saved = ZplNode.Load(copy);
        File.Delete(copy);
        Assert.Equal("6000", saved.GetString("server/timeout", ""));
        Assert.Equal("inproc://set", saved.GetString("hello_server/bind/endpoint", ""));
    }

    /// <summary>Writes the file as from just now, however long that takes.</summary>
    private async Task WriteJustNowAsync(string text)
    {
        await File.WriteAllTextAsync(_file, text);
        File.SetLastWriteTimeUtc(_file, DateTime.UtcNow.AddHours(1));
    }

    private async Task LoadConfigurationAsync(string text)
    {
        await File.WriteAllTextAsync(_file, text);
        await _server.LoadConfigurationAsync(_file);
    }

    /// <summary>Lets the server look at its file, twice unless told otherwise: it follows a change that two looks find alike.</summary>
    private async Task TurnAsync(int looks = 2)
    {
        for (int i = 0; i < looks; i++)
        {
            await _server.InvokeAsync(() => { });
            _clock.Advance(TimeSpan.FromSeconds(1.1));
            await _server.InvokeAsync(() => { });
            await _server.InvokeAsync(() => { });
        }
    }

    private async Task AskAsync(string endpoint)
    {
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, endpoint);
        await peer.SendAsync(HelloMsg.CreatePing(1));
        Assert.Equal("PING-OK", peer.Receive().Command);
    }
}
