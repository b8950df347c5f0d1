namespace ZProto.Clone.Tests;

/// <summary>What a passive server holds.</summary>
public sealed class PendingUpdatesTests
{
    private readonly PendingUpdates _pending = new();

    [Fact]
    public void It_is_what_clients_have_published_and_the_active_server_has_not_applied_in_order()
    {
        Hold(1, "a");
        Hold(2, "b");
        Hold(3, "c");
        Applied(2, "b");
        Assert.Equal(["a", "c"], _pending.TakeAll().Select(update => update.Key));
        Assert.Equal(0, _pending.Count);
    }

    [Fact]
    public void The_active_server_may_be_first()
    {
        Applied(1, "a");
        Applied(1, "a");
        Hold(1, "a");
        Assert.Equal(0, _pending.Count);
    }

    [Fact]
    public void An_update_that_comes_twice_is_held_once()
    {
        Hold(1, "a");
        Hold(1, "a");
        Assert.Single(_pending.TakeAll());
    }

    [Fact]
    public void What_was_before_an_applied_update_of_its_key_is_not_applied_after_it()
    {
        Hold(1, "a");
        Hold(2, "b");
        Hold(3, "a");
        Hold(4, "a");
        Applied(3, "a");
        Assert.Equal([2, 4], _pending.TakeAll().Select(update => update.Uuid[0]));
    }

    [Fact]
    public void What_is_old_can_be_forgotten_on_both_sides()
    {
        Hold(1, "a");
        Applied(2, "b");
        Hold(3, "c", 5);
        _pending.Forget(TimeSpan.FromSeconds(5));
        Assert.Equal(["c"], _pending.TakeAll().Select(update => update.Key));
    }

    [Fact]
    public void Without_a_uuid_nothing_is_held()
    {
        _pending.Hold(ChpSet.CreateKvset("a", 0, [], "", "1"u8), TimeSpan.Zero);
        _pending.Applied(ChpUpdate.CreateKvpub("a", 1, [], "", "1"u8), TimeSpan.Zero);
        Assert.Equal(0, _pending.Count);
    }

    private void Hold(byte uuid, string key, int seconds = 0) => _pending.Hold(ChpSet.CreateKvset(key, 0, Uuid(uuid), "", "1"u8), TimeSpan.FromSeconds(seconds));

    private void Applied(byte uuid, string key) => _pending.Applied(ChpUpdate.CreateKvpub(key, 1, Uuid(uuid), "", "1"u8), TimeSpan.Zero);

    private static byte[] Uuid(byte first) => [first, .. new byte[15]];
}
