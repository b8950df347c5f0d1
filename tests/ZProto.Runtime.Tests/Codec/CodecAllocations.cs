namespace ZProto.Runtime.Tests.Codec;

public sealed class ZprotoExampleAllocations : CodecAllocations<ZprotoExample>;

public sealed class WireTopicAllocations : CodecAllocations<WireTopic>;

public sealed class EveryFrameAllocations : CodecAllocations<EveryFrame>;

public sealed class ToldApartAllocations : CodecAllocations<ToldApart>;

public sealed class MajordomoAllocations : CodecAllocations<Mdp>;

/// <summary>What costs no memory, whatever the protocol, once a message and its buffers have been used.</summary>
public abstract class CodecAllocations<T>
    where T : class, IProtocolMessage<T>, new()
{
    private readonly MultipartMessage _buffer = new();
    private readonly T _received = new();

    [Fact]
    public void Encoding_allocates_nothing()
        => ForEach((message, sender, frames) => Allocation.AssertNone(() => Encode(message)));

    [Fact]
    public void Decoding_allocates_nothing_while_no_one_asks_for_strings()
        => ForEach((message, sender, frames) => Allocation.AssertNone(() => Assert.True(_received.TryReadFrames(frames, sender, out _))));

    [Fact]
    public void Decoding_from_a_source_of_frames_allocates_nothing()
        => ForEach((message, sender, frames) =>
        {
            var source = new MultipartMessage();
            Array.ForEach(frames, frame => source.Add(frame));
            Allocation.AssertNone(() =>
            {
                var reader = new FrameReader(source);
                Assert.True(T.TryDecode(ref reader, _received, sender, out _));
            });
        });

    [Fact]
    public void Passing_a_received_message_on_allocates_nothing()
        => ForEach((message, sender, frames) =>
        {
            // Lists and tables of texts are made again where they are passed on.
            if (Protocol<T>.FieldsOf(Protocol<T>.IdOf(message)).Any(field => typeof(T).GetProperty(field.Name)!.PropertyType is var type && (type == typeof(StringList) || type == typeof(StringMap))))
                return;
            Allocation.AssertNone(() =>
            {
                Assert.True(_received.TryReadFrames(frames, sender, out _));
                Encode(_received);
            });
        });

    [Fact]
    public void Refusing_a_message_allocates_nothing()
        => ForEach((message, sender, frames) =>
        {
            byte[][] cut = [.. frames[..^1], frames[^1][..^Math.Min(1, frames[^1].Length)]];
            byte[][] fewer = frames[..^1];
            byte[][] more = [.. frames, .. frames];
            Allocation.AssertNone(() =>
            {
                _received.TryReadFrames(cut, sender, out _);
                _received.TryReadFrames(fewer, sender, out _);
                _received.TryReadFrames(more, sender, out _);
            });
        });

    /// <summary>Tests a message of each id, all of whose fields are set, with its sender and its frames.</summary>
    private static void ForEach(Action<T, MessageRole, byte[][]> test)
    {
        foreach (object id in Protocol<T>.Ids)
        {
            T message = Protocol<T>.New(id);
            foreach (Field<T> field in Protocol<T>.FieldsOf(id))
                field.Change(message);
            test(message, Protocol<T>.SenderOf(message), message.ToFrames());
        }
    }

    private void Encode(T message)
    {
        var writer = new FrameWriter(_buffer);
        message.Encode(ref writer);
    }
}
