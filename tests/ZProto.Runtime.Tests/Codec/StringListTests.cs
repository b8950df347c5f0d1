using System.Buffers.Binary;

namespace ZProto.Runtime.Tests.Codec;

public sealed class StringListTests
{
    [Fact]
    public void It_is_a_list()
    {
        StringList list = ["a", "c"];
        IList<string> asList = list;
        asList.Insert(1, "b");
        asList.Add("d");
        list[3] = "e";
        Assert.Equal(["a", "b", "c", "e"], list);
        Assert.Equal(4, asList.Count);
        Assert.False(asList.IsReadOnly);
        Assert.Equal(2, asList.IndexOf("c"));
        Assert.Equal(-1, asList.IndexOf("x"));
        Assert.True(asList.Contains("e"));
        Assert.False(asList.Contains("C"));
        Assert.True(asList.Remove("a"));
        Assert.False(asList.Remove("a"));
        asList.RemoveAt(2);
        Assert.Equal(["b", "c"], list);

        string[] copy = new string[3];
        asList.CopyTo(copy, 1);
        Assert.Equal([null!, "b", "c"], copy);
        asList.Clear();
        Assert.Empty(list);
    }

    [Fact]
    public void It_can_be_walked_in_every_way()
    {
        StringList list = Received("a", "b");
        var seen = new List<string>();
        foreach (string text in list)
            seen.Add(text);
        Assert.Equal(["a", "b"], seen);
        Assert.Equal(["a", "b"], ((IEnumerable<string>)list).ToArray());
        Assert.Equal(["a", "b"], ((System.Collections.IEnumerable)list).Cast<string>());
        Assert.Equal("b", ((IReadOnlyList<string>)list)[1]);
    }

    [Fact]
    public void It_takes_no_null_and_no_place_that_is_not_there()
    {
        StringList list = ["a"];
        Assert.Throws<ArgumentNullException>(() => list.Add(null!));
        Assert.Throws<ArgumentNullException>(() => list.Insert(0, null!));
        Assert.Throws<ArgumentNullException>(() => list[0] = null!);
        Assert.Throws<ArgumentNullException>(() => list.AddRange(null!));
        Assert.Throws<ArgumentNullException>(() => list.AddRange(["b", null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[9] = "x");
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(9, "x"));
        Assert.Equal("a", list[0]);
    }

    [Fact]
    public void It_can_be_changed_after_a_decode_in_every_way()
    {
        Assert.Equal(["a", "b", "c"], Changed(list => list.Add("c")));
        Assert.Equal(["x", "b"], Changed(list => list[0] = "x"));
        Assert.Equal(["x", "a", "b"], Changed(list => list.Insert(0, "x")));
        Assert.Equal(["b"], Changed(list => list.Remove("a")));
        Assert.Equal(["a"], Changed(list => list.RemoveAt(1)));
        Assert.Equal(["a", "b", "a", "b"], Changed(list => list.AddRange(list)));
        Assert.Equal([], Changed(list => list.Clear()));
        Assert.Equal(["z"], Changed(list => list.ReplaceWith(["z"])));
        Assert.Equal([], Changed(list => list.ReplaceWith(null)));
        Assert.Equal(["a", "b"], Changed(list => list.ReplaceWith(list)));
        Assert.Equal(["b", "a"], Changed(list => list.ReplaceWith(list.Reverse())));
        Assert.Equal(["a", "b"], Changed(list => list.CopyFrom(list)));
        Assert.Equal([], Changed(list => list.CopyFrom(null)));
    }

    [Fact]
    public void Removing_what_is_not_there_leaves_the_bytes_that_came()
    {
        byte[] frame = [0xAA, 0xA9, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0];
        OddValues message = Protocol<OddValues>.Decode(frame);
        Assert.False(message.List.Remove("x"));
        Assert.Equal(frame, message.ToFrames()[0]);
    }

    [Fact]
    public void Its_strings_are_made_when_it_is_first_looked_at_and_not_when_it_is_counted_or_measured()
    {
        OddValues message = Message("a", "b");
        int sum = 0;
        Assert.Equal(0, Allocation.Of(() => sum = message.List.Count + StringList.GetEncodedSize(message.List)));
        Assert.Equal(16, sum);
        Assert.NotEqual(0, Allocation.Of(() => Message("a", "b").List, list => _ = list[0]));
    }

    [Fact]
    public void A_copy_shares_nothing_whether_the_list_was_looked_at_or_not()
    {
        foreach (bool isLookedAt in (bool[])[false, true])
        {
            StringList list = Received("a", "b");
            if (isLookedAt)
                Assert.Equal("a", list[0]);
            StringList copy = [];
            copy.CopyFrom(list);
            list[0] = "x";
            copy.Add("c");
            Assert.Equal(["x", "b"], list);
            Assert.Equal(["a", "b", "c"], copy);
        }
    }

    [Fact]
    public void Two_lists_are_equal_that_have_the_same_texts_in_the_same_order()
    {
        Assert.True(StringList.ContentEquals(Received("a", "b"), ["a", "b"]));
        Assert.False(StringList.ContentEquals(Received("a", "b"), ["b", "a"]));
        Assert.False(StringList.ContentEquals(["a"], ["A"]));
        Assert.False(StringList.ContentEquals(["a"], null));
        Assert.True(StringList.ContentEquals([], null));
        Assert.True(StringList.ContentEquals(null, null));
    }

    [Fact]
    public void A_list_of_many_texts_is_sent_and_received()
    {
        const int Count = 300_000;
        string[] texts = [.. Enumerable.Range(0, Count).Select(i => $"text {i}")];
        byte[][] frames = OddValues.CreateTable(texts, null).ToFrames();
        Assert.Equal(Count, BinaryPrimitives.ReadInt32BigEndian(frames[0].AsSpan(3)));
        Assert.Equal(texts, Protocol<OddValues>.Decode(frames).List);
    }

    private static string[] Changed(Action<StringList> change)
    {
        OddValues message = Message("a", "b");
        change(message.List);
        Assert.Equal(message.List, Protocol<OddValues>.Decode(message.ToFrames()).List);
        Assert.Equal(message.EncodedSize, message.ToFrames()[0].Length);
        return [.. message.List];
    }

    private static StringList Received(params string[] texts) => Message(texts).List;

    private static OddValues Message(params string[] texts) => Protocol<OddValues>.Decode(OddValues.CreateTable(texts, null).ToFrames());
}
