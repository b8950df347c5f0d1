using ZProto.Engines.Execution;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>How many messages one machine, of a server or a client, may have kept.</summary>
public sealed class KeptMessagesTests
{
    [Fact]
    public void All_frames_of_a_message_count()
    {
        var kept = new DeferredMessages<OddValues>(maxCount: 1_000, maxSize: 1024 * 1024);
        OddValues message = new() { Id = OddValues.MessageId.Frames };
        message.Rest.Add(new byte[600_000]);
        Assert.True(kept.TryAdd(message, 1, null, out long size));
        Assert.InRange(size, 600_000, 610_000);
        Assert.Equal(size, kept.Size);
        Assert.False(kept.TryAdd(message, 1, null, out _));
        Assert.Equal((1, size), (kept.Count, kept.Size));
    }

    [Fact]
    public void A_small_message_counts_as_an_object_in_memory()
    {
        var kept = new DeferredMessages<OddValues>(maxCount: 1_000, maxSize: 1024 * 1024);
        Assert.True(kept.TryAdd(OddValues.CreateNothing(), 1, null, out long size));
        Assert.InRange(size, 100, 10_000);
    }

    [Fact]
    public void One_message_may_be_larger_than_all_together()
        => Assert.True(new DeferredMessages<OddValues>(maxCount: 1_000, maxSize: 1024 * 1024).TryAdd(OddValues.CreateText("", new string('x', 3_000_000)), 1, null, out _));
}
