namespace ZProto.Clone.Tests;

/// <summary>A value with a ttl is deleted everywhere.</summary>
public sealed class TtlTests
{
    [Fact]
    public async Task When_its_time_is_over_a_value_is_deleted_from_the_server_and_from_all_clients()
    {
        await using var host = new CloneHost();
        CloneNode node = await host.StartAsync();
        CloneClient[] clients = [await host.SynchronizeAsync(), await host.SynchronizeAsync(), await host.SynchronizeAsync("/nodes/")];
        await host.SetAsync(clients[0], "/nodes/a", "alive", ttl: 5);
        await host.SetAsync(clients[1], "/nodes/b", "forever");
        await host.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal("/nodes/a=alive /nodes/b=forever", await CloneHost.ValuesAsync(clients[2]));
        await host.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("/nodes/b=forever", await CloneHost.ValuesAsync(node));
        foreach (CloneClient client in clients)
            Assert.Equal("/nodes/b=forever", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task A_value_that_is_set_again_lives_longer_and_one_without_a_ttl_stays()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        CloneClient client = await host.SynchronizeAsync();
        await host.SetAsync(client, "a", "1", ttl: 5);
        await host.SetAsync(client, "b", "1", ttl: 5);
        await host.AdvanceAsync(TimeSpan.FromSeconds(4));
        await host.SetAsync(client, "a", "2", ttl: 5);
        await host.SetAsync(client, "b", "2");
        await host.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal("a=2 b=2", await CloneHost.ValuesAsync(client));
        await host.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("b=2", await CloneHost.ValuesAsync(client));
    }

    [Fact]
    public async Task The_deletion_is_an_update_of_the_sequence_with_an_empty_value()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        RawEnd updates = host.Connect(SocketType.Sub, CloneHost.Primary.Updates), publisher = host.Connect(SocketType.Pub, CloneHost.Primary.Collector);
        await host.SettleAsync();
        publisher.Send(ChpSet.CreateKvset("a", 0, new byte[16], "color=red\nttl=1\n", "1"u8));
        await host.SettleAsync();
        updates.Receive<ChpUpdate>();
        await host.AdvanceAsync(TimeSpan.FromSeconds(2));
        ChpUpdate update;
        while ((update = updates.Receive<ChpUpdate>()).Id == ChpUpdate.MessageId.Hugz)
        {
        }
        Assert.Equal(("a", 2ul, 0, "", 0), (update.Key, update.Sequence, update.Uuid.Length, update.Properties, update.Value.Length));
    }
}
