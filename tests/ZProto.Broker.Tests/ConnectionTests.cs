namespace ZProto.Broker.Tests;

public sealed class ConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(3);

    private BrokerHost _host = null!;

    public async Task InitializeAsync() => _host = await BrokerHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_address_is_needed()
    {
        ClientClosedException refused = await Assert.ThrowsAsync<ClientClosedException>(() => _host.OpenAsync(""));
        Assert.Contains("A name has 1 to 255 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_client_with_the_address_takes_it_with_its_mailbox()
    {
        BrokerClient sender = await _host.OpenAsync("sender");
        BrokerClient old = await _host.OpenAsync("same");
        await sender.MailToAsync("same", "1");
        Assert.Equal("1", await old.NextTextAsync());

        BrokerClient next = await _host.OpenAsync("same");
        Assert.Equal("1", await next.NextTextAsync());
        ClientClosedException closed = await Assert.ThrowsAsync<ClientClosedException>(() => old.NextAsync());
        Assert.Contains("Another client has taken the address", closed.Message, StringComparison.Ordinal);
        await sender.MailToAsync("same", "2");
        Assert.Equal("2", await next.NextTextAsync());
    }

    [Fact]
    public async Task A_silent_client_expires_and_its_mailbox_stays()
    {
        BrokerClient sender = await _host.OpenAsync("sender");
        using RawSocket silent = await _host.OpenRawAsync("silent");
        await _host.WaitForClientsAsync(2);
        for (int i = 0; i < 4; i++)
            await _host.TurnAsync(s_heartbeat, sender);
        await _host.WaitForClientsAsync(1);
        await sender.MailToAsync("silent", "1");
        Assert.Equal("1", await (await _host.OpenAsync("silent")).NextTextAsync());
    }

    [Fact]
    public async Task A_client_with_nothing_to_say_does_not_expire()
    {
        BrokerClient reader = await _host.OpenAsync("reader");
        await reader.ReadAsync("weather", "");
        long id = await _host.Broker.InvokeAsync(() => _host.Broker.GetClients().Single().UniqueId);
        for (int i = 0; i < 20; i++)
            await _host.TurnAsync(s_heartbeat, reader);
        Assert.True(await _host.Broker.InvokeAsync(() => _host.Broker.GetClients().Any(client => client.UniqueId == id && client.Address == "reader")));
    }

    [Fact]
    public async Task A_client_waits_for_a_broker_that_is_not_there_yet()
    {
        await _host.Broker.DisposeAsync();
        Task<BrokerClient> opened = _host.OpenAsync("early");
        await _host.StartBrokerAsync();
        await _host.WaitForClientsAsync(1);
        await (await opened).MailToAsync("early", "1");
    }

    [Fact]
    public async Task After_a_restart_of_the_broker_clients_are_what_they_were()
    {
        BrokerClient writer = await _host.OpenAsync("writer");
        BrokerClient reader = await _host.OpenAsync("reader");
        await reader.ReadAsync("weather", "^rome");
        await reader.ReadAsync("traffic", "");
        await reader.UnsubscribeAsync("traffic");
        await reader.WorkForAsync("sums", "add");
        await _host.Broker.DisposeAsync();
        await _host.StartBrokerAsync();
        await _host.TurnAsync(s_heartbeat, writer, reader);
        await _host.WaitForClientsAsync(2);

        await writer.PublishAsync("traffic", "rome", "1");
        await writer.PublishAsync("weather", "paris", "2");
        await writer.PublishAsync("weather", "rome", "3");
        await writer.AskAsync("sums", "multiply", "4");
        await writer.AskAsync("sums", "add", "5");
        await writer.MailToAsync("reader", "6");
        Assert.Equal(["3", "5", "6"], [await reader.NextTextAsync(), await reader.NextTextAsync(), await reader.NextTextAsync()]);
    }

    [Fact]
    public async Task A_broker_that_says_goodbye_is_looked_out_for()
    {
        BrokerClient reader = await _host.OpenAsync("reader");
        await reader.ReadAsync("weather", "");
        await _host.Broker.ShutDownAsync();
        await _host.SettleAsync();
        await reader.InvokeAsync(() => { });
        await reader.InvokeAsync(() => { });
        Assert.False(reader.IsConnected);
        await _host.Broker.DisposeAsync();
        await _host.StartBrokerAsync();
        await _host.TurnAsync(s_heartbeat, reader);
        await reader.WaitForConnectionAsync();
        await reader.PublishAsync("weather", "", "1");
        Assert.Equal("1", await reader.NextTextAsync());
    }

    [Fact]
    public async Task Calls_under_way_when_the_broker_is_lost_fail_with_a_reason()
    {
        await _host.Broker.DisposeAsync();
        using RawSocket broker = RawSocket.Router(_host.Transport, BrokerHost.Endpoint);
        (BrokerClient client, RoutingId id) = await OpenAsync(broker);
        Task mailed = client.MailAsync("somebody", "", "", default);
        Assert.Equal(BrokerMsg.MessageId.Mail, (await broker.ReceiveAsync()).Id);
        broker.Send(BrokerMsg.CreateWho(0), id);
        Assert.Contains("whether it is done is not known", await Talk.FailureAsync(mailed), StringComparison.Ordinal);
        Assert.False(client.IsConnected);
        Assert.Equal((BrokerMsg.MessageId.Open, 2u), await ReceiveSessionAsync(broker));
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_taken_for_lost()
    {
        await _host.Broker.DisposeAsync();
        using RawSocket broker = RawSocket.Router(_host.Transport, BrokerHost.Endpoint);
        (BrokerClient client, _) = await OpenAsync(broker);
        Task mailed = client.MailAsync("somebody", "", "", default);
        Assert.Equal(BrokerMsg.MessageId.Mail, (await broker.ReceiveAsync()).Id);
        _host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Talk.FailureAsync(mailed);
    }

    [Fact]
    public async Task An_answer_to_an_earlier_session_is_not_taken_for_one_to_this()
    {
        await _host.Broker.DisposeAsync();
        using RawSocket broker = RawSocket.Router(_host.Transport, BrokerHost.Endpoint);
        (BrokerClient client, RoutingId id) = await OpenAsync(broker);
        broker.Send(BrokerMsg.CreateWho(0), id);
        // By a new connection.
        BrokerMsg again = await broker.ReceiveAsync();
        Assert.Equal((BrokerMsg.MessageId.Open, 2u), (again.Id, again.Session));
        id = again.RoutingId;
        // Goes out after OPEN.
        Task mailed = client.MailAsync("somebody", "", "", default);
        Assert.Equal(BrokerMsg.MessageId.Mail, (await broker.ReceiveAsync()).Id);

        broker.Send(BrokerMsg.CreateWho(1), id);
        broker.Send(BrokerMsg.CreateOpenOk(1), id);
        broker.Send(BrokerMsg.CreateOk(), id);
        broker.Send(BrokerMsg.CreateOpenOk(2), id);
        broker.Send(BrokerMsg.CreateRefused("This is the answer."), id);
        Assert.Equal("This is the answer.", await Talk.FailureAsync(mailed));
    }

    [Fact]
    public async Task A_client_that_is_not_known_is_asked_who_it_is()
    {
        using RawSocket stranger = RawSocket.Dealer(_host.Transport, BrokerHost.Endpoint);
        stranger.Send(BrokerMsg.CreateMail("somebody", "", "", default));
        stranger.Send(BrokerMsg.CreatePing(7));
        BrokerMsg[] answers = [await stranger.ReceiveAsync(), await stranger.ReceiveAsync()];
        Assert.Equal([(BrokerMsg.MessageId.Who, 0u), (BrokerMsg.MessageId.Who, 7u)], answers.Select(answer => (answer.Id, answer.Session)));
    }

    [Fact]
    public async Task Disposing_a_client_takes_leave_of_the_broker()
    {
        BrokerClient client = new() { Options = { Transport = _host.Transport, TimeProvider = _host.Clock } };
        await client.OpenAsync(BrokerHost.Endpoint, "client");
        await client.DisposeAsync();
        await _host.WaitForClientsAsync(0);
    }

    [Fact]
    public async Task Messages_that_only_the_broker_sends_do_it_no_harm()
    {
        using RawSocket odd = await _host.OpenRawAsync("odd");
        foreach (BrokerMsg.MessageId id in Enum.GetValues<BrokerMsg.MessageId>())
        {
            if (id is not (BrokerMsg.MessageId.Open or BrokerMsg.MessageId.Close))
                odd.Send(new BrokerMsg { Id = id });
        }
        odd.Send(BrokerMsg.CreateClose());
        BrokerMsg answer;
        do
            answer = await odd.ReceiveAsync();
        while (answer.Id != BrokerMsg.MessageId.CloseOk);
        await _host.WaitForClientsAsync(0);
    }

    private async Task<(BrokerClient Client, RoutingId Id)> OpenAsync(RawSocket broker)
    {
        BrokerClient client = _host.NewClient();
        Task<BrokerClient> opened = client.OpenAsync(BrokerHost.Endpoint, "client");
        RoutingId id = (await broker.ReceiveAsync()).RoutingId;
        broker.Send(BrokerMsg.CreateOpenOk(1), id);
        await opened;
        return (client, id);
    }

    private static async Task<(BrokerMsg.MessageId Id, uint Session)> ReceiveSessionAsync(RawSocket broker)
    {
        BrokerMsg message = await broker.ReceiveAsync();
        return (message.Id, message.Session);
    }
}
