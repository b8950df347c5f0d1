using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZProto.Codec;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>One object, received into and sent from again and again.</summary>
public sealed class ReuseTests
{
    private const int Large = Buffers.KeptSize + 1;

    public static TheoryData<ZprotoExample.MessageId, ZprotoExample.MessageId> PairsOfIds
    {
        get
        {
            var pairs = new TheoryData<ZprotoExample.MessageId, ZprotoExample.MessageId>();
            foreach (ZprotoExample.MessageId first in Enum.GetValues<ZprotoExample.MessageId>())
            {
                foreach (ZprotoExample.MessageId second in Enum.GetValues<ZprotoExample.MessageId>())
                    pairs.Add(first, second);
            }
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(PairsOfIds))]
    public void A_message_leaves_nothing_to_the_one_received_after_it(ZprotoExample.MessageId first, ZprotoExample.MessageId second)
    {
        byte[][] frames = Example(second).ToFrames();
        ZprotoExample fresh = Protocol<ZprotoExample>.Decode(frames);
        foreach (bool isLookedAt in (bool[])[false, true])
        {
            ZprotoExample used = Protocol<ZprotoExample>.Decode(Example(first).ToFrames());
            used.RoutingId = new RoutingId([1, 2, 3]);
            if (isLookedAt)
                Protocol<ZprotoExample>.Read(used);
            Assert.True(used.TryReadFrames(frames, out _));
            Assert.Equal(Protocol<ZprotoExample>.Read(fresh), Protocol<ZprotoExample>.Read(used));
        }
    }

    [Fact]
    public void A_message_whose_every_field_was_set_leaves_nothing_to_the_one_received_after_it()
    {
        foreach (ZprotoExample message in Examples.All())
        {
            var used = new ZprotoExample();
            foreach (Field<ZprotoExample> field in Protocol<ZprotoExample>.Fields)
                field.Change(used);
            Assert.True(used.TryReadFrames(message.ToFrames(), out _));
            Assert.Equal(Protocol<ZprotoExample>.Read(Protocol<ZprotoExample>.Decode(message.ToFrames())), Protocol<ZprotoExample>.Read(used));
        }
    }

    [Theory]
    [MemberData(nameof(PairsOfIds))]
    public void A_message_leaves_nothing_to_one_that_cannot_be_read(ZprotoExample.MessageId first, ZprotoExample.MessageId second)
    {
        ZprotoExample used = Protocol<ZprotoExample>.Decode(Example(first).ToFrames());
        Assert.False(used.TryReadFrames([Example(second).ToFrames()[0][..^1]], out DecodeError error));
        Assert.Equal(DecodeErrorKind.Truncated, error.Kind);
        Assert.Equal(Protocol<ZprotoExample>.Read(new ZprotoExample()), Protocol<ZprotoExample>.Read(used));
    }

    [Fact]
    public void A_cleared_message_is_as_new()
    {
        foreach (ZprotoExample message in Examples.All())
        {
            message.RoutingId = new RoutingId([1]);
            message.Clear();
            Assert.Equal(Protocol<ZprotoExample>.Read(new ZprotoExample()), Protocol<ZprotoExample>.Read(message));
        }
    }

    [Fact]
    public void The_id_can_change_without_the_fields()
    {
        ZprotoExample message = Examples.Log();
        message.Id = ZprotoExample.MessageId.Types;
        message.Id = ZprotoExample.MessageId.Log;
        Assert.True(message.ContentEquals(Examples.Log()));
    }

    [Fact]
    public void Large_buffers_are_given_back_when_a_small_message_is_received()
    {
        var message = new ZprotoExample();
        var buffer = new MultipartMessage();
        WeakReference[] large = UseLargeMessages(message, buffer);
        Collect();
        Assert.All(large, reference => Assert.True(reference.IsAlive));

        Decode(message, Examples.Log().ToFrames());
        Encode(message, buffer);
        Collect();
        Assert.All(large, reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(message);
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Large_buffers_are_given_back_when_a_message_is_cleared()
    {
        var message = new ZprotoExample();
        var buffer = new MultipartMessage();
        WeakReference[] large = UseLargeMessages(message, buffer);
        message.Clear();
        buffer.Clear();
        Collect();
        Assert.All(large, reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(message);
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Large_buffers_are_given_back_when_a_small_value_takes_the_place_of_a_large_one()
    {
        var fields = new BytesField[1];
        WeakReference large = SetLarge(ref fields[0]);
        fields[0].Span = "small"u8;
        Collect();
        Assert.False(large.IsAlive);
        Assert.Equal("small"u8, fields[0].Span);
    }

    [Fact]
    public void Small_buffers_are_kept()
    {
        var message = new ZprotoExample();
        Decode(message, Examples.Binary().ToFrames());
        byte[] address = ArrayOf(message.Content[0]);
        Decode(message, Examples.Log().ToFrames());
        Decode(message, Examples.Binary().ToFrames());
        Assert.Same(address, ArrayOf(message.Content[0]));
    }

    [Fact]
    public void Spans_of_fields_stay_while_others_are_set_and_the_message_is_looked_at()
    {
        ZprotoExample message = Protocol<ZprotoExample>.Decode(Examples.Log().ToFrames());
        ReadOnlySpan<byte> host = message.HostUtf8;
        ReadOnlySpan<byte> data = message.DataUtf8;
        foreach (Field<ZprotoExample> field in Protocol<ZprotoExample>.Fields.Where(field => field.Name is not "Host" and not "Data"))
            field.Change(message);
        _ = message.ToString() + message.ToZpl() + Protocol<ZprotoExample>.Read(message);
        message.ToFrames();
        Assert.Equal("localhost"u8, host);
        Assert.Equal("This is the message to log"u8, data);
    }

    [Fact]
    public void Lists_and_tables_that_were_not_looked_at_stay_while_other_fields_are_set()
    {
        ZprotoExample message = Protocol<ZprotoExample>.Decode(Examples.Structures().ToFrames());
        foreach (Field<ZprotoExample> field in Protocol<ZprotoExample>.Fields.Where(field => field.Name is not "Aliases" and not "Headers"))
            field.Change(message);
        Assert.Equal(["First alias", "Second alias", "Third alias"], message.Aliases);
        Assert.Equal([KeyValuePair.Create("endpoint", "tcp://localhost:5665")], message.Headers);
    }

    [Fact]
    public void Frames_that_were_taken_stay_while_the_message_receives_others()
    {
        ZprotoExample message = Protocol<ZprotoExample>.Decode(Examples.Binary().ToFrames());
        FrameList content = message.TakeContent();
        byte[] address = message.TakeAddress();
        Assert.False(message.Content.IsSet);
        Assert.Equal(0, message.Address.Length);

        Decode(message, [Examples.Binary().ToFrames()[0], [1, 2, 3], [4], [5]]);
        Assert.Equal(["728a92c6749235ba7002"u8.ToArray()], content.ToArrays());
        Assert.Equal("0206f99f6137d9fe380f"u8, address);
        Assert.Equal([[4], [5]], message.Content.ToArrays());
        Assert.Equal((byte[])[1, 2, 3], message.Address);

        content.Clear();
        content.Add([9]);
        address[0] = 0;
        Assert.Equal([[4], [5]], message.Content.ToArrays());
        Assert.Equal((byte[])[1, 2, 3], message.Address);
    }

    [Fact]
    public void Large_frames_are_taken_without_a_copy()
    {
        byte[][] frames = [Examples.Binary().ToFrames()[0], new byte[Large], new byte[Large]];
        byte[] taken = [];
        Assert.Equal(0, Allocation.Of(() => Protocol<ZprotoExample>.Decode(frames), message =>
        {
            taken = message.TakeAddress();
            message.TakeContent();
        }));
        Assert.Equal(Large, taken.Length);

        ZprotoExample message = Protocol<ZprotoExample>.Decode(frames);
        byte[] content = ArrayOf(message.Content[0]);
        Assert.Same(content, ArrayOf(message.TakeContent()[0]));
    }

    [Fact]
    public void What_was_taken_can_be_taken_again_as_nothing()
    {
        ZprotoExample message = Protocol<ZprotoExample>.Decode(Examples.Binary().ToFrames());
        message.TakeAddress();
        message.TakeContent();
        Assert.Empty(message.TakeAddress());
        Assert.False(message.TakeContent().IsSet);
    }

    [Fact]
    public void Frames_that_the_message_holds_are_sent_without_a_copy()
    {
        ZprotoExample message = Examples.Binary();
        var buffer = new MultipartMessage();
        Encode(message, buffer);
        Assert.Equal(3, buffer.Count);
        Assert.Same(ArrayOf(message.Content[0]), ArrayOf(buffer[2]));
    }

    [Fact]
    public void A_message_is_made_of_its_own_fields()
    {
        ZprotoExample message = Protocol<ZprotoExample>.Decode(Examples.Structures().ToFrames());
        message.SetStructures(1, message.Aliases, message.Headers);
        Assert.Equal(3, message.Aliases.Count);
        message.SetStructures(1, message.Aliases.Skip(1), message.Headers.Where(_ => true));
        Assert.Equal(["Second alias", "Third alias"], message.Aliases);
        Assert.Equal(["endpoint"], message.Headers.Keys);

        message = Protocol<ZprotoExample>.Decode(Examples.Binary().ToFrames());
        message.SetBinary(1, message.Flags, message.PublicKey[2..], message.Identifier, message.Address[1..3], message.Content);
        Assert.Equal("b38c"u8, message.Flags);
        Assert.Equal("f5ffe70d747869dfe8"u8, message.PublicKey);
        Assert.Equal("20"u8, message.Address);
        Assert.Single(message.Content);
    }

    private static ZprotoExample Example(ZprotoExample.MessageId id) => Examples.All().Single(message => message.Id == id);

    private static void Decode(ZprotoExample message, byte[][] frames)
    {
        Assert.True(message.TryReadFrames(frames, out DecodeError error), error.ToString());
    }

    private static void Encode(ZprotoExample message, MultipartMessage buffer)
    {
        var writer = new FrameWriter(buffer);
        message.Encode(ref writer);
    }

    // In a method of its own, so that nothing on the stack of the test keeps the buffers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] UseLargeMessages(ZprotoExample message, MultipartMessage buffer)
    {
        byte[] bytes = new byte[Large];
        Decode(message, [ZprotoExample.CreateBinary(1, "1234"u8, bytes, Guid.Empty, bytes, null).ToFrames()[0], bytes, bytes]);
        Encode(message, buffer);
        Assert.Equal(3, buffer.Count);
        return [.. Enumerable.Range(0, buffer.Count).Select(i => new WeakReference(ArrayOf(buffer[i])))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SetLarge(ref BytesField field)
    {
        field.Span = new byte[Large];
        return new WeakReference(ArrayOf(field.Memory));
    }

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory)
    {
        Assert.True(MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment));
        return segment.Array!;
    }

    private static void Collect()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
