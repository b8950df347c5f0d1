using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A client on the in-process transport, with a server that the test plays and a clock that it turns.</summary>
public abstract class ClientFixture : IAsyncLifetime
{
    protected const string Endpoint = "inproc://talk";

    // Only bounds a hang.
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RouterPeer<TalkMsg>? _server;

    protected FakeTimeProvider Clock { get; } = new();

    protected RecordingLogger Book { get; } = new();

    protected CountingTransport Transport { get; } = new(new InProcessTransport());

    protected RouterPeer<TalkMsg> Server => _server!;

    protected TalkClient Client { get; private set; } = null!;

    /// <summary>What the server knows the client by, once it is open.</summary>
    protected RoutingId Id { get; set; }

    public virtual async Task InitializeAsync()
    {
        Client = new TalkClient();
        SetUp(Client.Options);
        await BindAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await StopServerAsync();
    }

    protected void SetUp(ClientOptions options)
    {
        options.Name = "talk_client";
        options.Transport = Transport;
        options.TimeProvider = Clock;
        options.LoggerFactory = Book;
        // Zero, since no one turns the clock while a test ends.
        options.DisposeTimeout = TimeSpan.Zero;
    }

    protected async Task BindAsync() => _server = await RouterPeer<TalkMsg>.BindAsync(Transport, Endpoint);

    protected async Task StopServerAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }

    protected async Task OpenAsync()
    {
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        Id = Server.Receive().RoutingId;
        await Server.SendAsync(Id, TalkMsg.CreateOpenOk());
        await opened;
    }

    protected Task SendAsync(TalkMsg message) => Server.SendAsync(Id, message);

    /// <summary>Runs code as an action of the client.</summary>
    protected Task ActAsync(Action<TalkClient> action)
    {
        Client.Work = action;
        return Client.DoAsync();
    }

    /// <summary>Returns when the client has handled all that was sent to it, and all that the clock has made due.</summary>
    protected Task SettleAsync() => SettleAsync(Client);

    protected static async Task SettleAsync(Engine engine)
    {
        // Posted work comes first in a round, so that one whole round lies between the two.
        await engine.InvokeAsync(() => { });
        await engine.InvokeAsync(() => { });
    }

    protected async Task TurnAsync(double milliseconds)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await SettleAsync();
    }

    /// <summary>The next message, while the client looks every millisecond whether its DEALER has room again.</summary>
    protected async Task<TalkMsg> ReceiveTurningAsync()
    {
        for (int turns = 0; turns < 100_000 && !Server.HasReceived; turns++)
            await TurnAsync(1);
        return Server.Receive();
    }
}
