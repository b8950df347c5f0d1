namespace ZProto.Clone.Tests;

/// <summary>A server, with clients that the test plays.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task A_client_gets_all_values_and_the_sequence_number_of_the_last_update()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        await SetAsync(host, "a", "b", "c");
        RawEnd dealer = host.Connect(SocketType.Dealer, CloneHost.Primary.Snapshots);
        (List<string> keys, ulong sequence) = Ask(dealer, "");
        Assert.Equal(["a", "b", "c"], keys);
        Assert.Equal(3ul, sequence);
    }

    [Fact]
    public async Task A_client_of_a_subtree_gets_what_begins_with_it_and_the_sequence_number_of_the_whole_map()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        await SetAsync(host, "/config/a", "/config", "/other/b", "/config/deep/c", "/config/gone");
        RawEnd publisher = host.Connect(SocketType.Pub, CloneHost.Primary.Collector);
        await host.SettleAsync();
        publisher.Send(ChpSet.CreateKvset("/config/gone", 0, [], "", []));
        await host.SettleAsync();
        RawEnd dealer = host.Connect(SocketType.Dealer, CloneHost.Primary.Snapshots);
        (List<string> keys, ulong sequence) = Ask(dealer, "/config/");
        Assert.Equal(["/config/a", "/config/deep/c"], keys);
        Assert.Equal(6ul, sequence);
    }

    [Fact]
    public async Task Each_question_of_a_client_is_answered()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        RawEnd dealer = host.Connect(SocketType.Dealer, CloneHost.Primary.Snapshots);
        Assert.Equal(0ul, Ask(dealer, "").Sequence);
        await SetAsync(host, "a");
        dealer.Send(ChpSnapshot.CreateIcanhaz(""));
        Assert.Equal(1ul, Ask(dealer, "").Sequence);
        Assert.Equal("a", dealer.Receive<ChpSnapshot>().Key);
        Assert.Equal(ChpSnapshot.MessageId.Kthxbai, dealer.Receive<ChpSnapshot>().Id);
    }

    [Fact]
    public async Task A_map_that_is_more_than_the_queue_to_a_client_takes_comes_in_parts_and_is_that_of_the_moment_of_the_question()
    {
        const int Size = 40_000;
        await using var host = new CloneHost();
        CloneNode node = await host.StartAsync();
        for (int i = 0; i < Size; i += 1_000)
            await SetAsync(host, [.. Enumerable.Range(i, 1_000).Select(key => $"{key:d5}")]);
        RawEnd dealer = host.Connect(SocketType.Dealer, CloneHost.Primary.Snapshots);
        dealer.Send(ChpSnapshot.CreateIcanhaz(""));
        await host.SettleAsync();
        await SetAsync(host, "later");
        int count = 0;
        while (true)
        {
            ChpSnapshot message = Next();
            if (message.Id == ChpSnapshot.MessageId.Kthxbai)
            {
                Assert.Equal((ulong)Size, message.Sequence);
                break;
            }
            Assert.NotEqual("later", message.Key);
            count++;
        }
        Assert.Equal(Size, count);
        Assert.Equal((ulong)Size + 1, await node.Server.InvokeAsync(() => node.Server.Sequence));

        // The server tries again when its timer fires.
        ChpSnapshot Next() => dealer.Receive<ChpSnapshot>(out _, meanwhile: () => host.Clock.Advance(TimeSpan.FromMilliseconds(10)));
    }

    [Theory]
    [InlineData("KTHXBAI", 16)]
    [InlineData("HUGZ", 16)]
    [InlineData("a", 1)]
    [InlineData("a", 15)]
    [InlineData("a", 17)]
    public async Task An_update_of_a_key_that_reads_as_a_command_or_with_another_uuid_than_one_of_0_or_16_bytes_is_dropped(string key, int uuid)
    {
        await using var host = new CloneHost();
        CloneNode node = await host.StartAsync();
        RawEnd publisher = host.Connect(SocketType.Pub, CloneHost.Primary.Collector);
        await host.SettleAsync();
        publisher.Send(ChpSet.CreateKvset(key, 0, new byte[uuid], "", "1"u8));
        publisher.Send(ChpSet.CreateKvset("b", 0, [], "", "2"u8));
        publisher.Send(ChpSet.CreateKvset("c", 0, new byte[16], "", "3"u8));
        await host.SettleAsync();
        Assert.Equal("b=2 c=3", await CloneHost.ValuesAsync(node));
    }

    [Fact]
    public async Task What_is_not_CHP_ends_nothing()
    {
        await using var host = new CloneHost();
        CloneNode node = await host.StartAsync();
        RawEnd dealer = host.Connect(SocketType.Dealer, CloneHost.Primary.Snapshots), publisher = host.Connect(SocketType.Pub, CloneHost.Primary.Collector);
        await host.SettleAsync();
        dealer.Send(null, [1, 2, 3]);
        dealer.Send(null, [], [], []);
        publisher.Send(null, [1]);
        publisher.Send(null, "a"u8.ToArray(), new byte[7], [], [], [1]);
        publisher.Send(ChpSet.CreateKvset("a", 0, [], "ttl=soon\nttl\n=\n", "1"u8));
        await host.SettleAsync();
        Assert.Equal("a=1", await CloneHost.ValuesAsync(node));
        Assert.Equal(1ul, Ask(dealer, "").Sequence);
    }

    private static async Task SetAsync(CloneHost host, params string[] keys)
    {
        RawEnd publisher = host.Connect(SocketType.Pub, CloneHost.Primary.Collector);
        await host.SettleAsync();
        foreach (string key in keys)
            publisher.Send(ChpSet.CreateKvset(key, 0, Guid.NewGuid().ToByteArray(), "", "1"u8));
        await host.SettleAsync();
    }

    private static (List<string> Keys, ulong Sequence) Ask(RawEnd dealer, string subtree)
    {
        dealer.Send(ChpSnapshot.CreateIcanhaz(subtree));
        List<string> keys = [];
        while (true)
        {
            ChpSnapshot message = dealer.Receive<ChpSnapshot>();
            if (message.Id == ChpSnapshot.MessageId.Kthxbai)
            {
                Assert.Equal(subtree, message.Subtree);
                keys.Sort(StringComparer.Ordinal);
                return (keys, message.Sequence);
            }
            keys.Add(message.Key);
        }
    }
}
