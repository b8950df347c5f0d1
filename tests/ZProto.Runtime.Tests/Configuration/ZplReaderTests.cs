using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Configuration;

public class ZplReaderTests
{
    private const string Rfc4Example = """
        #   ZPL configuration file example
        #   This format is designed to be trivial to write and parse
        #
        context
            iothreads = 1
            verbose = 1      #   Ask for a trace

        main
            type = zmq_queue
            frontend
                option
                    hwm = 1000
                    swap = 25000000
                    subscribe = "#2"
                bind = tcp://eth0:5555
            backend
                bind = tcp://eth0:5556

        """;

    [Fact]
    public void The_example_of_RFC_4_is_read()
    {
        ZplNode root = ZplReader.Parse(Rfc4Example);

        Assert.Equal(["context", "main"], root.Children.Select(c => c.Name));
        Assert.Equal("1", root.Find("context/iothreads")?.Value);
        Assert.Equal("1", root.Find("context/verbose")?.Value);
        Assert.Equal("zmq_queue", root.Find("main/type")?.Value);
        Assert.Equal("1000", root.Find("main/frontend/option/hwm")?.Value);
        Assert.Equal("25000000", root.Find("main/frontend/option/swap")?.Value);
        Assert.Equal("#2", root.Find("main/frontend/option/subscribe")?.Value);
        Assert.Equal("tcp://eth0:5555", root.Find("main/frontend/bind")?.Value);
        Assert.Equal("tcp://eth0:5556", root.Find("main/backend/bind")?.Value);
        Assert.Equal(3, root.Find("main")?.Children.Count);
    }

    [Fact]
    public void A_node_knows_its_line()
    {
        ZplNode root = ZplReader.Parse(Rfc4Example);

        Assert.Equal(0, root.Line);
        Assert.Equal(4, root.Find("context")?.Line);
        Assert.Equal(14, root.Find("main/frontend/option/subscribe")?.Line);
    }

    [Fact]
    public void The_root_is_named_root_and_has_no_value()
    {
        ZplNode root = ZplReader.Parse("");

        Assert.Equal("root", root.Name);
        Assert.Null(root.Value);
        Assert.Null(root.Parent);
        Assert.Empty(root.Children);
    }

    [Theory]
    [InlineData("a\nb\nc")]
    [InlineData("a\nb\nc\n")]
    [InlineData("a\r\nb\r\nc\r\n")]
    [InlineData("a\rb\rc\r")]
    public void Lines_end_with_a_newline_a_carriage_return_or_both(string text)
        => Assert.Equal([("a", 1), ("b", 2), ("c", 3)], ZplReader.Parse(text).Children.Select(c => (c.Name, c.Line)));

    [Fact]
    public void A_byte_order_mark_is_skipped()
        => Assert.Equal("1", ZplReader.Parse("\uFEFFa = 1").Find("a")?.Value);

    [Theory]
    [InlineData("a\n\n    b = 1\n")]
    [InlineData("a\n   \t \n    b = 1\n")]
    [InlineData("a\n# comment\n    b = 1\n")]
    [InlineData("a\n   # comment, indented as it likes\n    b = 1\n")]
    [InlineData("a\n\t# comment\n    b = 1\n")]
    [InlineData("a # comment\n    b = 1# comment\n")]
    [InlineData("a\t\n    b\t=\t1\t\n")]
    [InlineData("a\n    b=1")]
    [InlineData("a\n    b = \"1\"  # comment")]
    [InlineData("a\n    b = '1'# comment")]
    [InlineData("'a'\n    \"b\"= 1")]
    [InlineData("%\"a\"# comment\n    %\"%62\" = %\"%31\" # comment")]
    public void Blank_lines_comments_and_white_space_between_the_parts_say_nothing(string text)
    {
        ZplNode node = Assert.Single(Assert.Single(ZplReader.Parse(text).Children).Children);

        Assert.Equal("b", node.Name);
        Assert.Equal("1", node.Value);
        Assert.Equal("a", node.Parent?.Name);
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("a   # = 1", null)]
    [InlineData("a =", "")]
    [InlineData("a = # none", "")]
    [InlineData("a = ''", "")]
    [InlineData("a = \"\"", "")]
    public void A_name_alone_has_no_value_and_an_equals_sign_makes_an_empty_one(string text, string? value)
        => Assert.Equal(value, Assert.Single(ZplReader.Parse(text).Children).Value);

    [Theory]
    [InlineData("a = some words = some = words", "some words = some = words")]
    [InlineData("a = tcp://x#y", "tcp://x")]
    [InlineData("a = it's", "it's")]
    [InlineData("a = \\n", "\\n")]
    [InlineData("a = 100%", "100%")]
    [InlineData("a = %41", "%41")]
    [InlineData("a = größe\u00A0", "größe\u00A0")]
    public void An_unquoted_value_goes_up_to_a_comment_or_the_end_without_the_white_space_around_it(string text, string value)
        => Assert.Equal(value, Assert.Single(ZplReader.Parse(text).Children).Value);

    [Theory]
    [InlineData("a = \"  # ' = \t\"", "  # ' = \t")]
    [InlineData("a = ' \" '", " \" ")]
    [InlineData("a = \"\\n\"", "\\n")]
    [InlineData("a = \"%41\"", "%41")]
    public void Quotes_keep_what_is_in_them_as_it_is(string text, string value)
        => Assert.Equal(value, Assert.Single(ZplReader.Parse(text).Children).Value);

    [Theory]
    [InlineData("a = \"b", "\"b")]
    [InlineData("a = \"", "\"")]
    [InlineData("a = \"b'", "\"b'")]
    [InlineData("a = 'b' c", "'b' c")]
    [InlineData("a = \"b#c", "\"b")]
    public void A_value_that_starts_with_a_quote_and_does_not_end_in_it_is_unquoted(string text, string value)
        => Assert.Equal(value, Assert.Single(ZplReader.Parse(text).Children).Value);

    [Theory]
    [InlineData("azAZ09$-_@.&+/")]
    [InlineData("/")]
    [InlineData("0")]
    public void A_name_has_the_characters_of_RFC_4(string name)
        => Assert.Equal(name, Assert.Single(ZplReader.Parse($"{name} = 1").Children).Name);

    [Theory]
    [InlineData("\"my key\" = 1", "my key")]
    [InlineData("'\"' = 1", "\"")]
    [InlineData("\"\" = 1", "")]
    [InlineData("\"a=b#c\" = 1", "a=b#c")]
    [InlineData("%\"a%0Ab%22%27%u20AC\" = 1", "a\nb\"'€")]
    public void As_an_extension_a_name_in_quotes_or_escaped_has_any_character(string text, string name)
        => Assert.Equal(name, Assert.Single(ZplReader.Parse(text).Children).Name);

    [Theory]
    [InlineData("a = %\"one%0Atwo%0d%00\"", "one\ntwo\r\0")]
    [InlineData("a = %\"%u20AC%u20ac%25%uD83D%uDE00\"", "€€%\U0001F600")]
    [InlineData("a = %\" # ' \"", " # ' ")]
    [InlineData("a = %\"\"", "")]
    public void As_an_extension_an_escaped_value_has_any_character(string text, string value)
        => Assert.Equal(value, Assert.Single(ZplReader.Parse(text).Children).Value);

    [Fact]
    public void Names_may_repeat_and_stay_in_order()
        => Assert.Equal(["1", "2", "3"], ZplReader.Parse("bind = 1\nbind = 2\nbind = 3").FindAll("bind").Select(n => n.Value!));

    [Fact]
    public void A_line_may_go_back_by_several_levels()
    {
        ZplNode root = ZplReader.Parse("a\n    b\n        c\n            d\n    e\nf");

        Assert.Equal(["a", "f"], root.Children.Select(c => c.Name));
        Assert.Equal(["b", "e"], root.Find("a")!.Children.Select(c => c.Name));
        Assert.NotNull(root.Find("a/b/c/d"));
    }

    [Theory]
    [InlineData("a\n  b", 2, 3, "indented by 2")]
    [InlineData("a\n     b", 2, 6, "indented by 5")]
    [InlineData("a\n\tb", 2, 1, "tab")]
    [InlineData("a\n  \tb", 2, 3, "tab")]
    [InlineData("    a", 1, 1, "only 0")]
    [InlineData("a\n\n        b", 3, 1, "only 4")]
    [InlineData("a\n    b\nc\n        d", 4, 1, "only 4")]
    [InlineData("a\n= 1", 2, 1, "name")]
    [InlineData("größe = 1", 1, 3, "quotes")]
    [InlineData("% = 1", 1, 1, "name")]
    [InlineData("a b = 1", 1, 3, "'='")]
    [InlineData("a \"b\"", 1, 3, "'='")]
    [InlineData("\"a\"b = 1", 1, 4, "'='")]
    [InlineData("a\n\"b = 1", 2, 1, "closing quote")]
    [InlineData("a = 1\nb = 1\0", 2, 6, "U+0000")]
    [InlineData("a = \"\u0085\"", 1, 6, "U+0085")]
    [InlineData("'\u0001' = 1", 1, 2, "U+0001")]
    [InlineData("a = %\"b", 1, 5, "closing quote")]
    [InlineData("a = %\"b%\"", 1, 8, "hexadecimal")]
    [InlineData("a = %\"b%0\"", 1, 8, "hexadecimal")]
    [InlineData("a = %\"b%+1\"", 1, 8, "hexadecimal")]
    [InlineData("a = %\"b%uD80\"", 1, 8, "hexadecimal")]
    [InlineData("a = %\"b\" c", 1, 10, "comment")]
    [InlineData("%\"%\" = 1", 1, 3, "hexadecimal")]
    public void What_is_not_ZPL_is_an_error_with_line_and_column(string text, int line, int column, string part)
    {
        var exception = Assert.Throws<ZplException>(() => ZplReader.Parse(text));

        Assert.Equal((line, column), (exception.Line, exception.Column));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"line {line}, column {column}: ", exception.Message, StringComparison.Ordinal);
        Assert.False(ZplReader.TryParse(text, out ZplNode? root, out ZplError? error));
        Assert.Null(root);
        Assert.Equal(exception.Error, error);
    }

    [Fact]
    public void A_comment_may_hold_any_character()
        => Assert.Empty(ZplReader.Parse("# \0\u0001\uD800").Children);

    [Fact]
    public void Properties_nest_a_hundred_levels_deep_and_no_deeper()
    {
        string text = string.Concat(Enumerable.Range(0, ZplNode.MaxDepth).Select(level => new string(' ', level * 4) + "a\n"));

        Assert.Equal(text, ZplReader.Parse(text).ToString());
        var exception = Assert.Throws<ZplException>(() => ZplReader.Parse(text + new string(' ', ZplNode.MaxDepth * 4) + "a"));
        Assert.Equal(ZplNode.MaxDepth + 1, exception.Line);
        Assert.Contains("100 levels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_not_a_text()
        => Assert.Throws<ArgumentNullException>(() => ZplReader.Parse(null!));
}
