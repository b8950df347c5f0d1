namespace ZProto.Clone.Tests;

/// <summary>The server says that it is alive, once a second.</summary>
public sealed class HugzTests
{
    [Fact]
    public async Task A_server_publishes_HUGZ_each_second_with_updates_or_without()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        RawEnd updates = host.Connect(SocketType.Sub, CloneHost.Primary.Updates), publisher = host.Connect(SocketType.Pub, CloneHost.Primary.Collector);
        await host.SettleAsync();
        for (int i = 0; i < 5; i++)
        {
            publisher.Send(ChpSet.CreateKvset("a", 0, [], "", "1"u8));
            await host.SettleAsync();
            Assert.Equal(ChpUpdate.MessageId.Kvpub, updates.Receive<ChpUpdate>().Id);
            Assert.Equal(0, updates.Drop());
            await host.AdvanceAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(ChpUpdate.MessageId.Hugz, updates.Receive<ChpUpdate>().Id);
        }
    }

    [Fact]
    public async Task With_it_a_client_of_a_subtree_stays_with_a_server_that_has_no_updates_for_it()
    {
        await using var host = new CloneHost();
        await host.StartAsync();
        CloneClient client = await host.SynchronizeAsync("/config/", CloneHost.Primary, CloneHost.Backup);
        await host.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await client.InvokeAsync(() => client.SnapshotCount));
    }
}
