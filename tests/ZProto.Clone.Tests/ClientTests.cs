namespace ZProto.Clone.Tests;

/// <summary>A client, with a server that the test plays.</summary>
public sealed class ClientTests : IAsyncDisposable
{
    private readonly CloneHost _host = new();
    private readonly RawEnd _snapshots;
    private readonly RawEnd _updates;

    public ClientTests()
    {
        _snapshots = _host.Bind(SocketType.Router, CloneHost.Primary.Snapshots);
        _updates = _host.Bind(SocketType.XPub, CloneHost.Primary.Updates);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Updates_up_to_the_sequence_number_of_the_snapshot_are_discarded()
    {
        CloneClient client = await OpenAsync();
        byte[] who = Asked();
        foreach (ulong sequence in (ulong[])[5, 6, 7])
            Publish("a", sequence, $"{sequence}");
        Answer(who, 6, ("a", "snapshot"), ("b", "snapshot"));
        await _host.SettleAsync();
        Assert.Equal("a=7 b=snapshot", await CloneHost.ValuesAsync(client));

        foreach (ulong sequence in (ulong[])[7, 3, 0])
            Publish("b", sequence, "old");
        Publish("c", 8, "new");
        await _host.SettleAsync();
        Assert.Equal("a=7 b=snapshot c=new", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task An_empty_value_deletes()
    {
        CloneClient client = await FollowAsync("", 1, ("a", "1"), ("b", "2"));
        Publish("a", 2, "");
        Publish("none", 3, "");
        await _host.SettleAsync();
        Assert.Equal("b=2", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task A_client_of_the_whole_map_subscribes_to_everything()
    {
        await _host.OpenAsync();
        Assert.Equal([1], _updates.ReceiveFrames(out _)[0]);
        Assert.Equal(0, _updates.Drop());
    }

    [Fact]
    public async Task A_client_of_a_subtree_subscribes_to_HUGZ_besides_the_subtree()
    {
        await _host.OpenAsync("/config/");
        Assert.Equal([1, .. "/config/"u8], _updates.ReceiveFrames(out _)[0]);
        Assert.Equal([1, .. "HUGZ"u8], _updates.ReceiveFrames(out _)[0]);
        Assert.Equal(0, _updates.Drop());
    }

    [Fact]
    public async Task It_asks_once_it_has_heard_of_the_server_so_that_nothing_is_missed_between_snapshot_and_subscription()
    {
        await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _snapshots.Drop());
        _updates.Send(ChpUpdate.CreateHugz());
        await _host.SettleAsync();
        Assert.Equal(1, _snapshots.Drop());
    }

    [Fact]
    public async Task A_hole_that_a_client_of_the_whole_map_sees_asks_for_the_snapshot_again_with_a_pause_that_doubles_from_1_to_32_s()
    {
        CloneClient client = await FollowAsync("", 1, ("a", "1"));
        ulong last = 1;
        foreach (int pause in (int[])[1, 2, 4, 8, 16, 32, 32])
        {
            Publish("a", last + 2, "after a hole");
            await PassAsync(pause - 0.5);
            Assert.Equal(0, _snapshots.Drop());
            await PassAsync(0.5);
            last += 2;
            Answer(Asked(), last, ("a", $"{last}"));
            await _host.SettleAsync();
            Assert.Equal($"a={last}", await CloneHost.ValuesAsync(client));
        }
        Assert.Equal(8, await client.InvokeAsync(() => client.SnapshotCount));
    }

    [Fact]
    public async Task After_a_minute_without_a_hole_the_pause_is_a_second_again()
    {
        await FollowAsync("", 1);
        Publish("a", 3, "");
        await PassAsync(1);
        Answer(Asked(), 3);
        await PassAsync(61);
        Publish("a", 5, "");
        await PassAsync(1);
        Asked();
    }

    [Fact]
    public async Task A_hole_among_the_updates_that_came_during_the_question_is_seen_too()
    {
        CloneClient client = await OpenAsync();
        byte[] who = Asked();
        Publish("a", 8, "8");
        Answer(who, 6, ("a", "6"));
        await _host.SettleAsync();
        Assert.Equal("a=6", await CloneHost.ValuesAsync(client));
        await PassAsync(1);
        Answer(Asked(), 8, ("a", "8"));
        await _host.SettleAsync();
        Assert.Equal("a=8", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task A_client_of_a_subtree_takes_no_gap_for_a_hole_as_the_sequence_is_that_of_the_whole_map()
    {
        CloneClient client = await FollowAsync("/config/", 1, ("/config/a", "1"));
        Publish("/config/a", 5, "5");
        Publish("/config/b", 900, "900");
        await PassAsync(2);
        Assert.Equal(0, _snapshots.Drop());
        Assert.Equal("/config/a=5 /config/b=900", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task No_server_is_asked_more_than_twice_in_a_row()
    {
        RawEnd other = _host.Bind(SocketType.Router, CloneHost.Backup.Snapshots);
        await _host.OpenAsync("", CloneHost.Primary, CloneHost.Backup);
        await _host.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((2, 0), (_snapshots.Drop(), other.Drop()));
        await _host.AdvanceAsync(TimeSpan.FromSeconds(5.5));
        Assert.Equal((0, 2), (_snapshots.Drop(), other.Drop()));
    }

    [Fact]
    public async Task A_snapshot_that_is_longer_under_way_than_a_silent_server_is_given_comes_to_its_end()
    {
        CloneClient client = await OpenAsync();
        byte[] who = Asked();
        for (int i = 0; i < 10; i++)
        {
            _snapshots.Send(ChpSnapshot.CreateKvsync($"{i}", 0, "1"u8), who);
            await _host.AdvanceAsync(TimeSpan.FromSeconds(1.5));
        }
        Answer(who, 10);
        await _host.SettleAsync();
        Assert.Equal(10, await client.InvokeAsync(() => client.Values.Count));
        Assert.Equal(0, _snapshots.Drop());
    }

    [Fact]
    public async Task A_late_answer_to_the_first_of_two_questions_is_not_taken_for_that_to_the_second()
    {
        CloneClient client = await OpenAsync();
        byte[] first = Asked();
        await _host.AdvanceAsync(TimeSpan.FromSeconds(2));
        byte[] second = Asked();
        Assert.NotEqual(first, second);
        Answer(second, 2, ("a", "second"));
        await _host.SettleAsync();
        Assert.Equal("a=second", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task A_client_whose_server_falls_silent_goes_to_the_other()
    {
        RawEnd other = _host.Bind(SocketType.Router, CloneHost.Backup.Snapshots), otherUpdates = _host.Bind(SocketType.XPub, CloneHost.Backup.Updates);
        CloneClient client = await FollowAsync("", 40, [("a", "1")], CloneHost.Primary, CloneHost.Backup);
        await _host.AdvanceAsync(TimeSpan.FromSeconds(3));
        otherUpdates.Send(ChpUpdate.CreateHugz());
        await _host.SettleAsync();
        other.Receive<ChpSnapshot>(out byte[] who);
        other.Send(ChpSnapshot.CreateKvsync("b", 0, "2"u8), who);
        other.Send(ChpSnapshot.CreateKthxbai(7, ""), who);
        await _host.SettleAsync();
        // The other server's sequence is its own.
        otherUpdates.Send(ChpUpdate.CreateKvpub("c", 8, [], "", "3"u8));
        Publish("late", 41, "1");
        await _host.SettleAsync();
        Assert.Equal("b=2 c=3", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task What_a_client_changes_it_publishes_until_it_hears_of_it_under_its_uuid()
    {
        RawEnd collector = _host.Bind(SocketType.Sub, CloneHost.Primary.Collector);
        CloneClient client = await FollowAsync("", 1);
        Assert.Equal(0, collector.Drop());
        await _host.SetAsync(client, "a", "1", ttl: 30);
        ChpSet set = collector.Receive<ChpSet>();
        Assert.Equal(("a", 16, "ttl=30\n"), (set.Key, set.Uuid.Length, set.Properties));
        Publish("a", 2, "another's");
        await PassAsync(2);
        Assert.True(collector.Receive<ChpSet>().Uuid.SequenceEqual(set.Uuid));
        _updates.Send(ChpUpdate.CreateKvpub("a", 3, set.Uuid, "", "1"u8));
        await _host.SettleAsync();
        collector.Drop();
        await PassAsync(5);
        Assert.Equal(0, collector.Drop());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("/")]
    [InlineData("/config")]
    [InlineData("/a//b/")]
    public void Other_texts_are_no_subtree(string subtree) => Assert.Throws<ArgumentException>(() => new CloneClient(subtree, CloneHost.Primary));

    [Theory]
    [InlineData("KTHXBAI")]
    [InlineData("HUGZ")]
    public async Task A_key_that_reads_as_a_command_is_refused(string key)
    {
        CloneClient client = await _host.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => client.SetAsync(key, CloneHost.Bytes("1"), 0));
    }

    private Task<CloneClient> FollowAsync(string subtree, ulong sequence, params (string Key, string Value)[] values)
        => FollowAsync(subtree, sequence, values, CloneHost.Primary);

    private async Task<CloneClient> FollowAsync(string subtree, ulong sequence, (string Key, string Value)[] values, params ServerAddress[] servers)
    {
        CloneClient client = await OpenAsync(subtree, servers);
        Answer(Asked(), sequence, values);
        await _host.SettleAsync();
        return client;
    }

    /// <summary>A client that has heard of the server, and has asked it.</summary>
    private async Task<CloneClient> OpenAsync(string subtree = "", params ServerAddress[] servers)
    {
        CloneClient client = await _host.OpenAsync(subtree, servers);
        _updates.Send(ChpUpdate.CreateHugz());
        await _host.SettleAsync();
        return client;
    }

    private byte[] Asked()
    {
        Assert.Equal(ChpSnapshot.MessageId.Icanhaz, _snapshots.Receive<ChpSnapshot>(out byte[] who).Id);
        return who;
    }

    private void Answer(byte[] who, ulong sequence, params (string Key, string Value)[] values)
    {
        foreach ((string key, string value) in values)
            _snapshots.Send(ChpSnapshot.CreateKvsync(key, 0, CloneHost.Bytes(value)), who);
        _snapshots.Send(ChpSnapshot.CreateKthxbai(sequence, ""), who);
    }

    private void Publish(string key, ulong sequence, string value) => _updates.Send(ChpUpdate.CreateKvpub(key, sequence, [], "", CloneHost.Bytes(value)));

    /// <summary>Lets time pass in which the server is alive.</summary>
    private async Task PassAsync(double seconds)
    {
        await _host.SettleAsync();
        for (; seconds > 0; seconds -= 0.5)
        {
            _updates.Send(ChpUpdate.CreateHugz());
            await _host.SettleAsync();
            await _host.AdvanceAsync(TimeSpan.FromSeconds(0.5));
        }
    }
}
