using ZProto.Transports;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Who a client is": a connection that ends raises <c>disconnected</c> in its client's machine, if a state names it.</summary>
public sealed class DisconnectedTests : TestServerTests
{
    private readonly StagedTransport _transport = new();

    public DisconnectedTests()
    {
        Server.Options.Transport = _transport;
        Server.DisconnectedEvent = Error;
        Server
            .On(Start, MessageId.Nothing, 0, client => Log.Add($"{client.UniqueId} nothing"), client => Answer(client))
            .On(Start, Error, 0, client => Log.Add($"{client.UniqueId} disconnected"));
    }

    [Fact]
    public async Task A_client_whose_connection_has_ended_is_told_after_its_messages_and_no_other()
    {
        await using Peer<OddValues> stays = await AskAsync();
        Peer<OddValues> leaves = await AskAsync();
        for (int i = 0; i < 3; i++)
            await leaves.SendAsync(CreateNothing());
        await leaves.DisposeAsync();
        await SettleAsync();
        Assert.Equal(["1 nothing", "2 nothing", "2 nothing", "2 nothing", "2 nothing", "2 disconnected"], Log);
        Assert.Equal(2, await Server.InvokeAsync(() => Server.GetClients().Count));
        await stays.SendAsync(CreateNothing());
        stays.Receive();
    }

    [Fact]
    public async Task A_client_that_ends_of_it_is_gone_and_those_that_were_none_are_not_told_of()
    {
        Server.On(Start, Error, 0, Note("disconnected"), client => client.Terminate());
        await (await AskAsync()).DisposeAsync();
        // Messages are received before ends are told.
        await SettleAsync();
        await (await PeerAsync()).DisposeAsync();
        Peer<OddValues> ended = await AskAsync();
        await Server.InvokeAsync(() => Assert.Single(Server.GetClients()).Terminate());
        await ended.DisposeAsync();
        await SettleAsync();
        Assert.Equal(["1 nothing", "disconnected in 1", "2 nothing"], Log);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task An_action_that_throws_on_it_ends_its_own_client_alone()
    {
        Server.On(Start, Error, 0, _ => throw new InvalidTimeZoneException("The action threw."));
        Peer<OddValues>[] leave = [await AskAsync(), await AskAsync()];
        await using Peer<OddValues> stays = await AskAsync();
        foreach (Peer<OddValues> peer in leave)
            await peer.DisposeAsync();
        await SettleAsync();
        Assert.Equal(3, Assert.Single(await Server.InvokeAsync(() => Server.GetClients())).UniqueId);
        await stays.SendAsync(CreateNothing());
        stays.Receive();
    }

    [Fact]
    public async Task A_user_who_had_the_routing_id_of_another_leaves_without_a_word_to_that_users_client()
    {
        Server.Options.AuthenticateBy(_ => "whoever it is");
        _transport.UserId = "alice";
        Peer<OddValues> peer = await AskAsync();
        _transport.UserId = "mallory";
        await peer.SendAsync(CreateNothing());
        await peer.DisposeAsync();
        await SettleAsync();
        Assert.Equal(["1 nothing"], Log);
        Assert.Single(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task Where_no_state_names_it_nothing_is_asked_of_the_transport_whatever_the_options_say()
    {
        Server.DisconnectedEvent = 0;
        Server.Options.Socket = new SocketOptions { ReportDisconnects = true };
        await (await AskAsync()).DisposeAsync();
        await SettleAsync();
        Assert.False(_transport.RouterOptions!.ReportDisconnects);
        Assert.Equal(["1 nothing"], Log);
    }

    [Fact]
    public async Task A_transport_that_does_not_tell_is_named_in_the_log()
    {
        await using Peer<OddValues> peer = await AskAsync();
        Assert.Contains("Information: The transport staged does not tell when a peer's connection ends: the event 'disconnected' is not raised", Book.Lines);
    }
}
