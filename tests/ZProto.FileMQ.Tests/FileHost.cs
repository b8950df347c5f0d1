using System.Threading.Channels;
using ZProto.Transports;

namespace ZProto.FileMQ.Tests;

/// <summary>A server and a mirror in one process, each with a folder, and a clock that tests advance.</summary>
public sealed class FileHost : IAsyncDisposable
{
    public const string Endpoint = "inproc://files";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("filemq-tests-");
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();
    private FileMqClient? _client;
    private Inbox? _inbox;
    private Task _mirroring = Task.CompletedTask;

    public FileHost() => (From, To, Outside) = (Folder("from"), Folder("to"), Folder("outside"));

    public ITransport Transport { get; } = new InProcessTransport();

    public FakeTimeProvider Clock { get; } = new();

    public FileMqServer? Server { get; private set; }

    public string From { get; }

    public string To { get; }

    public string Outside { get; }

    /// <summary>Starts a server of the folder From, in the place of the one before.</summary>
    public async Task StartServerAsync()
    {
        Server = new FileMqServer { Options = { Transport = Transport, TimeProvider = Clock } };
        await Server.PublishAsync(From, "/");
        await Server.BindAsync(Endpoint);
    }

    public async Task StopServerAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        Server = null;
    }

    /// <summary>Opens a client, and a mirror that keeps the folder To.</summary>
    public async Task StartMirrorAsync(string path = "/", bool resync = true, double patience = 5)
    {
        _client = new FileMqClient
        {
            Patience = TimeSpan.FromSeconds(patience),
            Options = { Transport = Transport, TimeProvider = Clock, DisposeTimeout = TimeSpan.Zero },
        };
        _inbox = new Inbox(To);
        await _client.OpenAsync(Endpoint);
        var mirror = new Mirror(_client, new Dictionary<string, Inbox> { [path] = _inbox }) { Resync = resync, Report = arrival => _arrivals.Writer.TryWrite(arrival) };
        _mirroring = mirror.RunAsync();
    }

    /// <summary>A client that a test plays by hand, with a subscription to everything.</summary>
    public async Task<RawSocket> OpenRawAsync(ulong credit = 0, Dictionary<string, string>? options = null, Dictionary<string, string>? cache = null)
    {
        RawSocket client = RawSocket.Dealer(Transport, Endpoint);
        client.Send(FileMqMsg.CreateOhai(FileMqMsg.ProtocolName, FileMqMsg.ProtocolVersion));
        Assert.Equal(FileMqMsg.MessageId.OhaiOk, (await client.ReceiveAsync()).Id);
        client.Send(FileMqMsg.CreateIcanhaz("/", options ?? new() { ["RESYNC"] = "1" }, cache));
        Assert.Equal(FileMqMsg.MessageId.IcanhazOk, (await client.ReceiveAsync()).Id);
        if (credit > 0)
            client.Send(FileMqMsg.CreateNom(credit, 0));
        return client;
    }

    /// <summary>The next thing that the mirror does, while time passes.</summary>
    public async Task<string> NextAsync()
    {
        Arrival arrival = await WhileTimePassesAsync(_arrivals.Reader.ReadAsync().AsTask());
        return $"{arrival.Kind} {arrival.Name}";
    }

    /// <summary>Lets time pass until something has happened. The wait ends only where a test fails.</summary>
    public async Task<T> WhileTimePassesAsync<T>(Task<T> awaited)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!awaited.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            Clock.Advance(s_step);
            await Task.WhenAny(awaited, Task.Delay(1, CancellationToken.None));
        }
        return await awaited;
    }

    /// <summary>Lets time pass until the server has found so many changes in the folder.</summary>
    public Task WaitForChangesAsync(int count)
    {
        FileMqServer server = Server!;
        return WhileTimePassesAsync(Task.Run(async () =>
        {
            while (await server.InvokeAsync(() => server.ChangeCount) != count)
                await Task.Delay(1);
            return true;
        }));
    }

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(From, name), content);

    public string Read(string name) => File.ReadAllText(Path.Combine(To, name));

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await _mirroring.WaitAsync(s_patience);
        _inbox?.Dispose();
        await StopServerAsync();
        _home.Delete(recursive: true);
    }

    private string Folder(string name) => _home.CreateSubdirectory(name).FullName;
}
