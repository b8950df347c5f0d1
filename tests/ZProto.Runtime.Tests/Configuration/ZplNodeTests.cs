using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Configuration;

public class ZplNodeTests
{
    private readonly ZplNode _config = ZplReader.Parse("""
        server
            timeout = 10000
            bind = tcp://*:1
            bind = tcp://*:2
            verbose
        server
            workdir = .
            bind = tcp://*:3
        client/timeout = 5000
        """);

    [Theory]
    [InlineData("server/timeout", "10000")]
    [InlineData("/server/timeout", "10000")]
    [InlineData("server/bind", "tcp://*:1")]
    [InlineData("server/workdir", ".")]
    [InlineData("client/timeout", "5000")]
    public void Find_gives_the_first_property_with_the_path(string path, string value)
        => Assert.Equal(value, _config.Find(path)?.Value);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("timeout")]
    [InlineData("server/")]
    [InlineData("server/time")]
    [InlineData("server/timeout/x")]
    [InlineData("Server")]
    [InlineData("client")]
    public void Find_gives_null_where_there_is_none(string path)
        => Assert.Null(_config.Find(path));

    [Fact]
    public void FindAll_gives_every_property_with_the_path_in_order()
    {
        Assert.Equal(["tcp://*:1", "tcp://*:2", "tcp://*:3"], _config.FindAll("server/bind").Select(n => n.Value!));
        Assert.Equal(2, _config.FindAll("/server").Count);
        Assert.Empty(_config.FindAll("client"));
    }

    [Fact]
    public void A_path_goes_from_the_node_that_is_asked()
        => Assert.Equal("10000", _config.Find("server")!.GetString("timeout", ""));

    [Fact]
    public void Get_gives_the_default_where_there_is_no_value()
    {
        Assert.Equal("10000", _config.GetString("server/timeout", "1"));
        Assert.Equal("1", _config.GetString("server/verbose", "1"));
        Assert.Equal("1", _config.GetString("server/absent", "1"));
    }

    [Fact]
    public void GetNumber_reads_a_whole_number()
    {
        _config.Set("low", "-9223372036854775808");

        Assert.Equal(10000, _config.GetInt64("server/timeout", 1));
        Assert.Equal(long.MinValue, _config.GetInt64("low", 1));
        Assert.Equal(1, _config.GetInt64("server/absent", 1));
        Assert.Equal(1, _config.GetInt64("server/verbose", 1));
    }

    [Theory]
    [InlineData("ten")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    public void GetNumber_of_what_is_none_is_an_error_with_the_line(string value)
    {
        ZplNode root = ZplReader.Parse($"server\n    timeout = '{value}'");

        var exception = Assert.Throws<ZplException>(() => root.GetInt64("server/timeout", 1));

        Assert.Equal(2, exception.Line);
        Assert.StartsWith($"line 2: The value of 'server/timeout' is '{value}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetNumber_of_a_value_from_no_text_names_no_line()
    {
        var root = new ZplNode();
        root.Set("a", "b");

        var exception = Assert.Throws<ZplException>(() => root.GetInt64("a", 1));

        Assert.Equal(0, exception.Line);
        Assert.StartsWith("The value of 'a'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server/bind")]
    [InlineData("server/workdir")]
    [InlineData("client/timeout")]
    public void Set_changes_the_first_property_with_the_path(string path)
    {
        ZplNode expected = _config.Find(path)!;
        int count = _config.FindAll(path).Count;

        Assert.Same(expected, _config.Set(path, "new"));
        Assert.Equal("new", expected.Value);
        Assert.Equal(count, _config.FindAll(path).Count);
    }

    [Theory]
    [InlineData("a", "a = 1\n")]
    [InlineData("/a", "a = 1\n")]
    [InlineData("a/b/c", "a\n    b\n        c = 1\n")]
    [InlineData("a//b", "a\n    \"\"\n        b = 1\n")]
    [InlineData("", "\"\" = 1\n")]
    public void Set_makes_what_is_missing(string path, string text)
    {
        var root = new ZplNode();

        ZplNode node = root.Set(path, "1");

        Assert.Equal(text, root.ToString());
        Assert.Same(node, root.Find(path));
        Assert.Equal(0, node.Line);
    }

    [Fact]
    public void Set_uses_the_first_section_there_is()
    {
        var root = ZplReader.Parse("a\n    b\na\nc/d");

        root.Set("a/b/c", "1");
        root.Set("a/d", "2");
        root.Set("c/d/e", "3");

        Assert.Equal("a\n    b\n        c = 1\n    d = 2\na\nc/d\n    e = 3\n", root.ToString());
    }

    [Fact]
    public void Set_to_null_leaves_the_name_alone()
    {
        _config.Set("client/timeout", null);

        Assert.EndsWith("\nclient/timeout\n", _config.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_appends_a_child_even_if_there_is_one_of_its_name()
    {
        ZplNode server = _config.Find("server")!;

        ZplNode added = server.Add("timeout", "2");

        Assert.Same(added, server.Children[^1]);
        Assert.Same(server, added.Parent);
        Assert.Equal("10000", _config.Find("server/timeout")?.Value);
    }

    [Fact]
    public void A_name_with_a_slash_is_one_name_and_found_by_its_path()
    {
        var root = new ZplNode();
        ZplNode hash = root.Add("hash");
        hash.Add("/etc/passwd", "1");
        hash.Add("", "2");

        Assert.Equal("1", root.Find("hash//etc/passwd")?.Value);
        Assert.Equal("2", root.Find("hash/")?.Value);
        Assert.Equal(2, hash.Children.Count);
    }

    [Fact]
    public void Remove_takes_a_node_out_of_its_parent()
    {
        ZplNode first = _config.Find("server/bind")!;

        first.Remove();

        Assert.Null(first.Parent);
        Assert.Equal("tcp://*:2", _config.Find("server/bind")?.Value);
        first.Remove();
        _config.Remove();
        Assert.Equal(3, _config.Children.Count);
    }

    [Fact]
    public void A_clone_is_equal_and_shares_nothing()
    {
        ZplNode clone = _config.Clone();

        Assert.True(clone.ContentEquals(_config));
        Assert.Equal(2, clone.Find("server/timeout")?.Line);
        clone.Set("server/timeout", "1");
        Assert.Equal("10000", _config.Find("server/timeout")?.Value);
        Assert.Null(_config.Find("server")!.Clone().Parent);
    }

    [Theory]
    [InlineData("a = 1", "a = 2")]
    [InlineData("a = 1", "b = 1")]
    [InlineData("a", "a = ''")]
    [InlineData("a\nb", "b\na")]
    [InlineData("a\n    b", "a\nb")]
    [InlineData("a", "a\na")]
    public void Trees_that_differ_are_not_equal(string left, string right)
        => Assert.False(ZplReader.Parse(left).ContentEquals(ZplReader.Parse(right)));

    [Fact]
    public void Trees_are_equal_whatever_lines_they_came_from()
    {
        Assert.True(ZplReader.Parse("a = 1").ContentEquals(ZplReader.Parse("# first\n\na = '1'")));
        Assert.False(_config.ContentEquals(null));
    }

    [Fact]
    public void No_tree_is_deeper_than_a_hundred_levels()
    {
        var root = new ZplNode();
        ZplNode node = root;
        for (int i = 0; i < ZplNode.MaxDepth; i++)
            node = node.Add("a");

        Assert.Throws<InvalidOperationException>(() => node.Add("a"));
        Assert.Throws<InvalidOperationException>(() => node.Set("a", "1"));
        Assert.Throws<InvalidOperationException>(() => new ZplNode().Set(new string('/', ZplNode.MaxDepth + 1), "1"));
        Assert.True(root.ContentEquals(ZplReader.Parse(root.ToString())));
        Assert.True(root.ContentEquals(root.Clone()));
    }

    [Fact]
    public void A_set_that_would_be_too_deep_changes_nothing()
    {
        var root = new ZplNode();

        Assert.Throws<InvalidOperationException>(() => root.Set(string.Join('/', Enumerable.Repeat("a", ZplNode.MaxDepth + 1)), "1"));
        Assert.Empty(root.Children);
    }
}
