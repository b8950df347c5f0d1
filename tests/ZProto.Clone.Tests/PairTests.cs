namespace ZProto.Clone.Tests;

/// <summary>Two servers on Binary Star.</summary>
public sealed class PairTests
{
    [Fact]
    public async Task The_primary_is_active_and_the_backup_is_passive_in_any_order_of_start()
    {
        foreach (Role first in Enum.GetValues<Role>())
        {
            await using var host = new CloneHost();
            CloneNode one = await host.StartAsync(first);
            await host.AdvanceAsync(TimeSpan.FromSeconds(1.5));
            CloneNode two = await host.StartAsync(first == Role.Primary ? Role.Backup : Role.Primary);
            await host.AdvanceAsync(TimeSpan.FromSeconds(3));
            (CloneNode primary, CloneNode backup) = first == Role.Primary ? (one, two) : (two, one);
            Assert.Equal((CloneServer.StarMachine.StateId.Active, CloneServer.StarMachine.StateId.Passive), (await StateAsync(primary), await StateAsync(backup)));
        }
    }

    [Fact]
    public async Task A_passive_server_publishes_nothing_and_answers_no_one()
    {
        await using var host = new CloneHost();
        (CloneNode _, CloneNode backup) = await StartPairAsync(host);
        RawEnd updates = host.Connect(SocketType.Sub, CloneHost.Backup.Updates), dealer = host.Connect(SocketType.Dealer, CloneHost.Backup.Snapshots);
        RawEnd publisher = Publisher(host);
        await host.SettleAsync();
        dealer.Send(ChpSnapshot.CreateIcanhaz(""));
        Set(publisher, "a", "1");
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((0, 0), (updates.Drop(), dealer.Drop()));
        Assert.Equal("a=1", await CloneHost.ValuesAsync(backup));
    }

    [Fact]
    public async Task A_starting_backup_refuses_questions_however_long_it_hears_of_no_primary()
    {
        await using var host = new CloneHost();
        CloneNode backup = await host.StartAsync(Role.Backup);
        RawEnd dealer = host.Connect(SocketType.Dealer, CloneHost.Backup.Snapshots);
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        dealer.Send(ChpSnapshot.CreateIcanhaz(""));
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, dealer.Drop());
        Assert.Equal(CloneServer.StarMachine.StateId.Backup, await StateAsync(backup));
    }

    [Fact]
    public async Task The_passive_server_holds_what_the_active_one_has_not_applied_and_nothing_else()
    {
        await using var host = new CloneHost();
        (CloneNode _, CloneNode backup) = await StartPairAsync(host);
        RawEnd both = Publisher(host), toBackup = host.Connect(SocketType.Pub, CloneHost.Backup.Collector);
        await host.SettleAsync();
        Set(both, "a", "1");
        Set(both, "b", "2");
        await host.SettleAsync();
        Assert.Equal(0, await PendingAsync(backup));
        Set(toBackup, "c", "3");
        await host.SettleAsync();
        Assert.Equal(1, await PendingAsync(backup));
        Assert.Equal("a=1 b=2", await CloneHost.ValuesAsync(backup));
        // The active server is alive, and has not had it: no one will ever know it.
        await host.AdvanceAsync(TimeSpan.FromSeconds(12));
        Assert.Equal(0, await PendingAsync(backup));
    }

    [Fact]
    public async Task When_the_primary_is_killed_pending_updates_are_applied_and_nothing_is_lost()
    {
        await using var host = new CloneHost();
        (CloneNode primary, CloneNode backup) = await StartPairAsync(host);
        RawEnd publisher = Publisher(host);
        await host.SettleAsync();
        for (int i = 0; i < 50; i++)
            Set(publisher, $"{i:d2}", "before");
        await host.SettleAsync();
        await host.EndAsync(primary);
        for (int i = 25; i < 75; i++)
            Set(publisher, $"{i:d2}", "after");
        await host.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(50, await PendingAsync(backup));

        RawEnd updates = host.Connect(SocketType.Sub, CloneHost.Backup.Updates), dealer = host.Connect(SocketType.Dealer, CloneHost.Backup.Snapshots);
        await host.SettleAsync();
        dealer.Send(ChpSnapshot.CreateIcanhaz(""));
        await host.SettleAsync();
        Assert.Equal(CloneServer.StarMachine.StateId.Active, await StateAsync(backup));
        string expected = string.Join(' ', Enumerable.Range(0, 75).Select(i => $"{i:d2}={(i < 25 ? "before" : "after")}"));
        Assert.Equal(expected, await CloneHost.ValuesAsync(backup));
        List<string> snapshot = [];
        ChpSnapshot message;
        while ((message = dealer.Receive<ChpSnapshot>()).Id != ChpSnapshot.MessageId.Kthxbai)
            snapshot.Add($"{message.Key}={System.Text.Encoding.UTF8.GetString(message.Value)}");
        Assert.Equal(expected, string.Join(' ', snapshot.Order(StringComparer.Ordinal)));
        // The sequence goes on where the primary's ended: 50, and 50 that were pending.
        Assert.Equal(100ul, message.Sequence);
        for (ulong sequence = 51; sequence <= 100; sequence++)
            Assert.Equal(sequence, updates.Receive<ChpUpdate>().Sequence);
    }

    [Fact]
    public async Task Clients_fail_over_in_under_10_s_and_what_they_change_in_the_meantime_is_not_lost()
    {
        await using var host = new CloneHost();
        (CloneNode primary, CloneNode backup) = await StartPairAsync(host);
        CloneClient one = await host.SynchronizeAsync("", CloneHost.Primary, CloneHost.Backup);
        CloneClient two = await host.SynchronizeAsync("/a/", CloneHost.Primary, CloneHost.Backup);
        await host.SetAsync(one, "/a/1", "before");
        await host.SetAsync(two, "/a/2", "before");
        await host.EndAsync(primary);
        await host.SetAsync(one, "/a/1", "after");
        await host.SetAsync(two, "/a/3", "after");
        await host.AdvanceAsync(TimeSpan.FromSeconds(9.5));
        foreach (CloneClient client in (CloneClient[])[one, two])
        {
            Assert.Equal("/a/1=after /a/2=before /a/3=after", await CloneHost.ValuesAsync(client));
            Assert.Equal(2, await client.InvokeAsync(() => client.SnapshotCount));
        }
        await host.SetAsync(two, "/a/2", "new");
        Assert.Equal("/a/1=after /a/2=new /a/3=after", await CloneHost.ValuesAsync(one));
        Assert.Equal(CloneServer.StarMachine.StateId.Active, await StateAsync(backup));
    }

    [Fact]
    public async Task A_primary_that_comes_back_is_passive_has_the_map_from_the_backup_and_takes_over_from_it()
    {
        await using var host = new CloneHost();
        (CloneNode primary, CloneNode backup) = await StartPairAsync(host);
        CloneClient client = await host.SynchronizeAsync("", CloneHost.Primary, CloneHost.Backup);
        await host.SetAsync(client, "a", "1");
        await host.EndAsync(primary);
        await host.AdvanceAsync(TimeSpan.FromSeconds(9.5));
        await host.SetAsync(client, "b", "2");

        CloneNode successor = await host.StartAsync(Role.Primary);
        await host.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(CloneServer.StarMachine.StateId.Passive, await StateAsync(successor));
        await host.SetAsync(client, "c", "3");
        Assert.Equal("a=1 b=2 c=3", await CloneHost.ValuesAsync(successor));

        await host.EndAsync(backup);
        await host.SetAsync(client, "d", "4");
        await host.AdvanceAsync(TimeSpan.FromSeconds(9.5));
        Assert.Equal("a=1 b=2 c=3 d=4", await CloneHost.ValuesAsync(successor));
        Assert.Equal("a=1 b=2 c=3 d=4", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task A_backup_that_comes_back_is_passive_and_clients_notice_nothing()
    {
        await using var host = new CloneHost();
        (CloneNode primary, CloneNode backup) = await StartPairAsync(host);
        CloneClient client = await host.SynchronizeAsync("", CloneHost.Primary, CloneHost.Backup);
        await host.EndAsync(backup);
        await host.SetAsync(client, "a", "1");
        CloneNode successor = await host.StartAsync(Role.Backup);
        await host.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal((CloneServer.StarMachine.StateId.Active, CloneServer.StarMachine.StateId.Passive), (await StateAsync(primary), await StateAsync(successor)));
        Assert.Equal("a=1", await CloneHost.ValuesAsync(successor));
        Assert.Equal(1, await client.InvokeAsync(() => client.SnapshotCount));
    }

    [Fact]
    public async Task A_ttl_that_began_at_the_primary_ends_at_the_backup()
    {
        await using var host = new CloneHost();
        (CloneNode primary, CloneNode _) = await StartPairAsync(host);
        CloneClient client = await host.SynchronizeAsync("", CloneHost.Primary, CloneHost.Backup);
        await host.SetAsync(client, "a", "1", ttl: 15);
        await host.SetAsync(client, "b", "2");
        await host.EndAsync(primary);
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("a=1 b=2", await CloneHost.ValuesAsync(client));
        await host.AdvanceAsync(TimeSpan.FromSeconds(7));
        Assert.Equal("b=2", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task Of_two_active_servers_each_ends()
    {
        await using var host = new CloneHost();
        RawEnd peer = host.Bind(SocketType.Pub, CloneHost.Backup.States);
        CloneNode primary = await host.StartAsync(Role.Primary);
        await host.AdvanceAsync(TimeSpan.FromSeconds(0.5));
        peer.Send(StarMsg.CreateBackup());
        await host.SettleAsync();
        Assert.Equal(CloneServer.StarMachine.StateId.Active, await StateAsync(primary));
        peer.Send(StarMsg.CreateActive());
        await primary.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(primary.Server.IsAborted);
    }

    private static async Task<(CloneNode Primary, CloneNode Backup)> StartPairAsync(CloneHost host)
    {
        CloneNode primary = await host.StartAsync(Role.Primary), backup = await host.StartAsync(Role.Backup);
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(CloneServer.StarMachine.StateId.Passive, await StateAsync(backup));
        return (primary, backup);
    }

    private static Task<CloneServer.StarMachine.StateId> StateAsync(CloneNode node) => node.Server.InvokeAsync(() => node.Server.Star.State);

    private static Task<int> PendingAsync(CloneNode node) => node.Server.InvokeAsync(() => node.Server.PendingCount);

    private static RawEnd Publisher(CloneHost host) => host.Connect(SocketType.Pub, CloneHost.Primary.Collector, CloneHost.Backup.Collector);

    private static void Set(RawEnd publisher, string key, string value)
        => publisher.Send(ChpSet.CreateKvset(key, 0, Guid.NewGuid().ToByteArray(), "", CloneHost.Bytes(value)));
}
