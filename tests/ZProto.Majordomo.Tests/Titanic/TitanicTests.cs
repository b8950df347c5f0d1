using Microsoft.Data.Sqlite;
using Titanic;
using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>Titanic on a broker, as RFC 9 says.</summary>
public sealed class TitanicTests : IAsyncLifetime
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromMilliseconds(200);

    // Only bounds a hang.
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(120));
    private readonly TemporaryStore _file = new();
    private readonly SocketsTransport _transport = new();
    private readonly MdpClient _mdp;
    private MdpBroker _broker = null!;
    private RunningTitanic _titanic = null!;
    private TitanicClient _client = null!;
    private string _endpoint = "";

    public TitanicTests() => _mdp = new MdpClient { Options = { Transport = _transport } };

    public async Task InitializeAsync()
    {
        // A busy machine is not a worker that has died.
        _broker = new MdpBroker { Options = { Transport = _transport }, HeartbeatInterval = s_heartbeat, ClientTimeout = TimeSpan.FromSeconds(30) };
        _endpoint = await _broker.BindAsync("tcp://127.0.0.1:*");
        _titanic = Start(_file.Open());
        await _mdp.OpenAsync(_endpoint);
        _client = new TitanicClient(_mdp);
    }

    public async Task DisposeAsync()
    {
        await _titanic.DisposeAsync();
        await _mdp.DisposeAsync();
        await _broker.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task A_request_is_answered_fetched_again_and_closed()
    {
        await using MdpWorker worker = await WorkAsync("echo");
        Guid id = await SubmitAsync("echo", "one", "two");
        for (int i = 0; i < 2; i++)
        {
            FrameList reply = await FetchAsync(id);
            Assert.Equal(["one", "two"], reply.Select((_, index) => reply.ToText(index)));
        }
        await TryAsync(() => _client.CloseAsync(id));
        TitanicException unknown = await Assert.ThrowsAsync<TitanicException>(() => TryAsync(() => _client.FetchAsync(id)));
        Assert.Equal(Status.Unknown, unknown.Status);
        // Closing is idempotent.
        await TryAsync(() => _client.CloseAsync(id));
    }

    [Fact]
    public async Task A_request_waits_for_its_worker_and_does_not_hold_up_others()
    {
        Guid waiting = await SubmitAsync("later", "x");
        await using MdpWorker worker = await WorkAsync("echo");
        Assert.Equal("now", (await FetchAsync(await SubmitAsync("echo", "now"))).ToText());
        Assert.Null(await TryAsync(() => _client.FetchAsync(waiting)));
        await using MdpWorker late = await WorkAsync("later");
        Assert.Equal("x", (await FetchAsync(waiting)).ToText());
    }

    [Fact]
    public async Task What_was_acknowledged_outlives_titanic()
    {
        Guid id = await SubmitAsync("echo", "x");
        await _titanic.DisposeAsync();
        _titanic = Start(_file.Open());
        await using MdpWorker worker = await WorkAsync("echo");
        Assert.Equal("x", (await FetchAsync(id)).ToText());
    }

    [Theory]
    [InlineData("titanic.request")]
    [InlineData("titanic.request", "echo")]
    [InlineData("titanic.request", "", "body")]
    [InlineData("titanic.reply", "no uuid")]
    [InlineData("titanic.reply", "0123456789abcdef0123456789abcdeF")]
    public async Task What_is_no_request_of_titanic_is_answered_with_400(string service, params string[] body)
    {
        FrameList answer = await TryAsync(() => _mdp.RequestAsync(service, Bodies.ToBody(body.Length == 0 ? [""] : body), _patience.Token));
        Assert.Equal(Status.Unknown, answer.ReadStatus());
    }

    [Fact]
    public async Task A_store_that_is_broken_is_an_error_to_the_client_and_loses_nothing()
    {
        Guid stored = await SubmitAsync("echo", "x");
        using (var other = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            // As a store that another process holds, or a disk that does not write.
            other.Open();
            using SqliteCommand hold = other.CreateCommand();
            hold.CommandText = "BEGIN EXCLUSIVE";
            hold.ExecuteNonQuery();
            TitanicException refused = await Assert.ThrowsAsync<TitanicException>(() => TryAsync(() => _client.SubmitAsync("echo", Bodies.ToBody("y"), _patience.Token)));
            Assert.Equal(Status.Error, refused.Status);
        }
        await using MdpWorker worker = await WorkAsync("echo");
        Assert.Equal("x", (await FetchAsync(stored)).ToText());
        Assert.Equal("y", (await FetchAsync(await SubmitAsync("echo", "y"))).ToText());
    }

    [Fact]
    public async Task A_disk_that_is_full_is_an_error_to_the_client_and_loses_nothing_that_was_acknowledged()
    {
        await _titanic.DisposeAsync();
        _titanic = Start(_file.Open(maxPages: 60));
        List<Guid> stored = [];
        TitanicException refused = await Assert.ThrowsAsync<TitanicException>(async () =>
        {
            while (true)
                stored.Add(await SubmitAsync("echo", $"{stored.Count}", new string('x', 10_000)));
        });
        Assert.Equal(Status.Error, refused.Status);
        Assert.NotEmpty(stored);
        // There is room again, as for their replies.
        await _titanic.DisposeAsync();
        _titanic = Start(_file.Open());
        await using MdpWorker worker = await WorkAsync("echo");
        for (int i = 0; i < stored.Count; i++)
            Assert.Equal($"{i}", (await FetchAsync(stored[i])).ToText());
    }

    private RunningTitanic Start(TitanicStore store) => new(_transport, _endpoint, store, s_heartbeat);

    private async Task<MdpWorker> WorkAsync(string service)
    {
        var worker = new MdpWorker { Options = { Transport = _transport }, Heartbeat = s_heartbeat, Liveness = TimeSpan.FromSeconds(30) };
        await worker.OpenAsync(_endpoint, service);
        _ = worker.RunAsync((body, _) => ValueTask.FromResult(body));
        return worker;
    }

    private Task<Guid> SubmitAsync(string service, params string[] body) => TryAsync(() => _client.SubmitAsync(service, Bodies.ToBody(body), _patience.Token));

    private async Task<FrameList> FetchAsync(Guid id)
    {
        while (true)
        {
            if (await TryAsync(() => _client.FetchAsync(id, _patience.Token)) is { } reply)
                return reply;
            await Task.Delay(20, _patience.Token);
        }
    }

    // A busy machine may take longer than the tries of one request.
    private async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TimeoutException) when (!_patience.IsCancellationRequested)
            {
                // Again.
            }
        }
    }

    private Task TryAsync(Func<Task> call)
        => TryAsync(async () =>
        {
            await call();
            return true;
        });
}
