using System.Text;

namespace ZProto.Runtime.Tests.Codec;

public sealed class StringMapTests
{
    private static readonly byte[] s_noUtf8 = [.. Enumerable.Repeat((byte)0xFF, 255)];

    [Fact]
    public void It_is_a_dictionary()
    {
        IDictionary<string, string> map = new StringMap { { "a", "1" }, { "b", "2" } };
        map["b"] = "two";
        map["c"] = "3";
        map.Add(KeyValuePair.Create("d", "4"));
        Assert.Equal(4, map.Count);
        Assert.False(map.IsReadOnly);
        Assert.Equal(["a", "b", "c", "d"], map.Keys);
        Assert.Equal(["1", "two", "3", "4"], map.Values);
        Assert.True(map.ContainsKey("a"));
        Assert.False(map.ContainsKey("A"));
        Assert.True(map.TryGetValue("c", out string? value));
        Assert.Equal("3", value);
        Assert.False(map.TryGetValue("x", out value));
        Assert.Null(value);
        Assert.True(map.Contains(KeyValuePair.Create("a", "1")));
        Assert.False(map.Contains(KeyValuePair.Create("a", "2")));
        Assert.False(map.Remove(KeyValuePair.Create("a", "2")));
        Assert.True(map.Remove(KeyValuePair.Create("a", "1")));
        Assert.True(map.Remove("c"));
        Assert.False(map.Remove("c"));

        var copy = new KeyValuePair<string, string>[3];
        map.CopyTo(copy, 1);
        Assert.Equal([default, KeyValuePair.Create("b", "two"), KeyValuePair.Create("d", "4")], copy);
        map.Clear();
        Assert.Empty(map);
    }

    [Fact]
    public void It_can_be_walked_in_every_way()
    {
        StringMap map = Received(("a", "1"), ("b", "2"));
        var seen = new List<string>();
        foreach ((string key, string value) in map)
            seen.Add(key + value);
        Assert.Equal(["a1", "b2"], seen);
        Assert.Equal(["a", "b"], ((IReadOnlyDictionary<string, string>)map).Keys);
        Assert.Equal(["1", "2"], ((IReadOnlyDictionary<string, string>)map).Values);
        Assert.Equal(2, ((System.Collections.IEnumerable)map).Cast<KeyValuePair<string, string>>().Count());
    }

    [Fact]
    public void It_takes_no_null_and_no_key_twice()
    {
        var map = new StringMap { { "a", "1" } };
        Assert.Throws<ArgumentNullException>(() => map.Add(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => map.Add("x", null!));
        Assert.Throws<ArgumentNullException>(() => map["x"] = null!);
        Assert.Throws<ArgumentNullException>(() => map[null!]);
        Assert.Throws<ArgumentNullException>(() => map.ContainsKey(null!));
        Assert.Throws<ArgumentNullException>(() => map.Remove(null!));
        Assert.Throws<ArgumentException>(() => map.Add("a", "2"));
        Assert.False(map.TryAdd("a", "2"));
        Assert.Contains("'x'", Assert.Throws<KeyNotFoundException>(() => map["x"]).Message, StringComparison.Ordinal);
        Assert.Equal([KeyValuePair.Create("a", "1")], map);
    }

    [Fact]
    public void It_can_be_changed_after_a_decode_in_every_way()
    {
        Assert.Equal("a=1 b=2 c=3", Changed(map => map.Add("c", "3")));
        Assert.Equal("a=x b=2", Changed(map => map["a"] = "x"));
        Assert.Equal("a=1 b=2 c=3", Changed(map => map["c"] = "3"));
        Assert.Equal("a=1 b=2", Changed(map => map.TryAdd("a", "x")));
        Assert.Equal("b=2", Changed(map => map.Remove("a")));
        Assert.Equal("a=1 b=2", Changed(map => map.Remove("x")));
        Assert.Equal("", Changed(map => map.Clear()));
        Assert.Equal("z=9", Changed(map => map.ReplaceWith([KeyValuePair.Create("z", "9")])));
        Assert.Equal("", Changed(map => map.ReplaceWith(null)));
        Assert.Equal("a=1 b=2", Changed(map => map.ReplaceWith(map)));
        Assert.Equal("b=2 a=1", Changed(map => map.ReplaceWith(map.Reverse())));
        Assert.Equal("a=1 b=2", Changed(map => map.CopyFrom(map)));
        Assert.Equal("", Changed(map => map.CopyFrom(null)));
    }

    [Fact]
    public void Assigned_entries_with_one_key_keep_its_first_place_and_its_last_value()
    {
        var map = new StringMap();
        map.ReplaceWith([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2"), KeyValuePair.Create("a", "3")]);
        Assert.Equal("a=3 b=2", Text(map));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public void Every_key_is_found_whatever_is_added_replaced_and_removed(int count)
    {
        var map = new StringMap();
        var expected = new List<KeyValuePair<string, string>>();
        for (int i = 0; i < count; i++)
        {
            map.Add($"{i}", $"value {i}");
            expected.Add(new($"{i}", $"value {i}"));
        }
        for (int i = 0; i < count; i += 3)
        {
            Assert.True(map.Remove($"{i}"));
            expected.RemoveAll(entry => entry.Key == $"{i}");
            AssertFinds(map, expected);
        }
        for (int i = 0; i < count; i += 3)
        {
            map[$"{i}"] = "again";
            expected.Add(new($"{i}", "again"));
            AssertFinds(map, expected);
        }
        map.Clear();
        AssertFinds(map, []);
        map["0"] = "new";
        AssertFinds(map, [new("0", "new")]);
    }

    [Fact]
    public void A_received_table_with_a_repeated_key_is_sent_without_it()
    {
        byte[] frame = Frame(("a"u8.ToArray(), "1"), ("b"u8.ToArray(), "2"), ("a"u8.ToArray(), "3"), ("c"u8.ToArray(), "4"), ("b"u8.ToArray(), "5"));
        OddValues message = Protocol<OddValues>.Decode(frame);
        byte[] expected = Frame(("a"u8.ToArray(), "1"), ("b"u8.ToArray(), "2"), ("c"u8.ToArray(), "4"));
        Assert.Equal(expected.Length, message.EncodedSize);
        Assert.Equal(expected, message.ToFrames()[0]);
        Assert.Equal("a=1 b=2 c=4", Text(message.Hash));
        Assert.Equal("a=1 b=2 c=4", Text(message.Clone().Hash));
    }

    [Fact]
    public void A_received_key_that_is_no_utf8_is_sent_as_it_came_even_beside_a_repeated_one()
    {
        // As a string it would be 255 replacement characters, more bytes than a key can have.
        byte[] frame = Frame((s_noUtf8, "1"), (s_noUtf8, "2"));
        OddValues message = Protocol<OddValues>.Decode(frame);
        Assert.Equal(new string('\uFFFD', 255), message.Hash.Keys.Single());
        Assert.Equal(Frame((s_noUtf8, "1")), message.ToFrames()[0]);
        Assert.Equal(Frame((s_noUtf8, "1")), message.Clone().ToFrames()[0]);
    }

    [Fact]
    public void A_copy_shares_nothing_whether_the_table_was_looked_at_or_not()
    {
        foreach (bool isLookedAt in (bool[])[false, true])
        {
            StringMap map = Received(("a", "1"), ("b", "2"));
            if (isLookedAt)
                Assert.Equal("1", map["a"]);
            var copy = new StringMap();
            copy.CopyFrom(map);
            map["a"] = "x";
            copy["c"] = "3";
            Assert.Equal("a=x b=2", Text(map));
            Assert.Equal("a=1 b=2 c=3", Text(copy));
        }
    }

    [Fact]
    public void Two_tables_are_equal_that_have_the_same_values_by_the_same_keys_in_any_order()
    {
        Assert.True(StringMap.ContentEquals(Received(("a", "1"), ("b", "2")), Received(("b", "2"), ("a", "1"))));
        Assert.False(StringMap.ContentEquals(Received(("a", "1")), Received(("a", "2"))));
        Assert.False(StringMap.ContentEquals(Received(("a", "1")), Received(("b", "1"))));
        Assert.False(StringMap.ContentEquals(Received(("a", "1")), Received(("a", "1"), ("b", "2"))));
        Assert.False(StringMap.ContentEquals(Received(("a", "1")), null));
        Assert.True(StringMap.ContentEquals(null, []));
        Assert.True(StringMap.ContentEquals(null, null));
    }

    [Fact]
    public void A_table_of_many_keys_is_received_searched_and_sent()
    {
        const int Count = 200_000;
        byte[] frame = Frame([.. Enumerable.Range(0, Count).Select(i => (Encoding.ASCII.GetBytes($"key {i}"), "value"))]);
        OddValues message = Protocol<OddValues>.Decode(frame);
        for (int i = 0; i < Count; i++)
            Assert.True(message.Hash.ContainsKey($"key {i}"));
        Assert.False(message.Hash.ContainsKey("key"));
        message.Hash["one"] = "more";
        Assert.Equal(Count + 1, Protocol<OddValues>.Decode(message.ToFrames()).Hash.Count);
    }

    [Fact]
    public void A_table_of_few_keys_many_times_is_received_and_sent()
    {
        const int Count = 200_000;
        byte[][] keys = [.. Enumerable.Range(0, 20).Select(i => Encoding.ASCII.GetBytes($"key {i}"))];
        byte[] frame = Frame([.. Enumerable.Range(0, Count).Select(i => (keys[i % keys.Length], $"{i}"))]);
        OddValues message = Protocol<OddValues>.Decode(frame);
        Assert.Equal(keys.Length, Protocol<OddValues>.Decode(message.ToFrames()).Hash.Count);
        Assert.Equal("19", message.Hash["key 19"]);
    }

    private static void AssertFinds(StringMap map, List<KeyValuePair<string, string>> expected)
    {
        Assert.Equal(expected, map);
        Assert.All(expected, entry => Assert.Equal(entry.Value, map[entry.Key]));
        Assert.False(map.ContainsKey("not there"));
    }

    private static string Changed(Action<StringMap> change)
    {
        OddValues message = Message(("a", "1"), ("b", "2"));
        change(message.Hash);
        Assert.Equal(message.Hash, Protocol<OddValues>.Decode(message.ToFrames()).Hash);
        Assert.Equal(message.EncodedSize, message.ToFrames()[0].Length);
        return Text(message.Hash);
    }

    private static string Text(StringMap map) => string.Join(' ', map.Select(entry => $"{entry.Key}={entry.Value}"));

    private static StringMap Received(params (string Key, string Value)[] entries) => Message(entries).Hash;

    private static OddValues Message(params (string Key, string Value)[] entries)
        => Protocol<OddValues>.Decode(Frame([.. entries.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), entry.Value))]));

    private static byte[] Frame(params (byte[] Key, string Value)[] entries)
    {
        var bytes = new FrameBuilder().Add(0xAA, 0xA9, 2).Number4(0).Number4((uint)entries.Length);
        foreach ((byte[] key, string value) in entries)
            bytes.Add((byte)key.Length).Add(key).LongStr(value);
        return bytes.ToArray();
    }
}
