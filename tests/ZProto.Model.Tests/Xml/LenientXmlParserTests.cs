using System.Text;
using ZProto.Model.Xml;

namespace ZProto.Model.Tests.Xml;

public class LenientXmlParserTests
{
    private const string Path = "models/some.xml";
    private const string CodeAdvice = "put it into <![CDATA[ ... ]]>";

    private const string Model = """
        <?xml version="1.0" encoding="utf-8"?>
        <!-- A model with a bit of everything -->
        <class name = "hello_server" title = 'Says "hello" &amp; more' script = "zproto_server_c">
            A server that greets &#72;&#x65;llo.
            <include filename = "license.xml" />
            <define name="VERSION" value="&quot;1&quot;"/>
            <state name="start"><event name="HELLO" next="end">
                <action name="greet"/> <!-- aside --> <action name = "send" message = "WORLD" />
            </event></state>
            <?keep going?>
            <action name="greet"><![CDATA[
                if (Count < 3 && new List<int>().Count > 0)
                    Reply("ä 𝄞");
            ]]></action>
            <state name="end" inherit="start"/>
        </class>
        """;

    [Fact]
    public void An_element_has_its_name_its_attributes_and_its_content_in_order()
    {
        XmlElement root = ReadWell("<a x='1' y = \"2\">one<b/>two<c>three</c></a>");

        Assert.Equal("a", root.Name);
        Assert.Equal(["x=1", "y=2"], root.Attributes.Select(attribute => $"{attribute.Name}={attribute.Value}"));
        Assert.Equal(["one", "<b>", "two", "<c>"], root.Content.Select(Format));
        Assert.Equal(["b", "c"], root.Elements.Select(element => element.Name));
    }

    [Fact]
    public void An_element_spans_its_name_in_the_start_tag()
        => AssertSpan(ReadWell("\n <name x='1'></name>").Span, offset: 3, length: 4, line: 2, column: 3, endLine: 2, endColumn: 7);

    [Fact]
    public void An_attribute_has_a_span_for_its_name_and_one_for_its_value_without_quotes()
    {
        XmlAttribute attribute = ReadWell("<a\n  key = '&lt;v'/>").Attributes[0];

        AssertSpan(attribute.NameSpan, offset: 5, length: 3, line: 2, column: 3, endLine: 2, endColumn: 6);
        AssertSpan(attribute.ValueSpan, offset: 12, length: 5, line: 2, column: 10, endLine: 2, endColumn: 15);
    }

    [Fact]
    public void A_text_spans_all_its_lines()
        => AssertSpan(ReadWell("<a>x\ny&amp;z</a>").Content[0].Span, offset: 3, length: 9, line: 1, column: 4, endLine: 2, endColumn: 8);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_kind_of_line_end_ends_a_line_and_becomes_a_line_feed(string lineEnd)
    {
        XmlElement root = ReadWell($"<a>x{lineEnd}{lineEnd}y<b/><![CDATA[{lineEnd}z]]></a>");

        Assert.Equal("x\n\ny", ((XmlText)root.Content[0]).Text);
        AssertLocation(root.Content[1].Span, line: 3, column: 3);
        Assert.Equal("\nz", ((XmlText)root.Content[2]).Text);
        Assert.Equal(4, root.Content[2].Span.EndLine);
    }

    [Fact]
    public void Positions_agree_with_a_count_of_lines_from_the_start_of_the_file()
    {
        foreach (string lineEnd in new[] { "\n", "\r\n", "\r" })
        {
            string text = Model.Replace("\n", lineEnd, StringComparison.Ordinal);
            foreach (SourceSpan span in Spans(ReadWell(text)))
                AssertTrue(span, text);
        }
    }

    [Fact]
    public void A_CDATA_section_is_text_of_its_own_where_nothing_is_resolved()
    {
        XmlElement root = ReadWell("<a>x<![CDATA[if (a < b && c) &lt;]]]]>y</a>");

        Assert.Equal(["x", "if (a < b && c) &lt;]]", "y"], root.Content.Select(Format));
        Assert.Equal([false, true, false], root.Content.Select(node => ((XmlText)node).IsCData));
        AssertSpan(root.Content[1].Span, offset: 13, length: 22, line: 1, column: 14, endLine: 1, endColumn: 36);
    }

    [Fact]
    public void Comments_instructions_declaration_and_byte_order_mark_are_skipped()
    {
        XmlElement root = ReadWell("\uFEFF<?xml version='1.0'?><!-- <x> --><a>one<!-- & < - > -->two<?do it > now?>three</a><!----> <?end?>\n");

        Assert.Equal(["one", "two", "three"], root.Content.Select(Format));
    }

    [Fact]
    public void White_space_is_allowed_wherever_XML_allows_it()
    {
        XmlElement root = ReadWell(" \n<a\tx\r\n=\n'1'\n><b\n/></a\n>\r\n");

        Assert.Equal("1", root.Attribute("X")!.Value);
        Assert.Equal(["<b>"], root.Content.Select(Format));
    }

    [Theory]
    [InlineData("größe")]
    [InlineData("_x")]
    [InlineData(":x")]
    [InlineData("a.b-c:d_1")]
    [InlineData("имя")]
    [InlineData("𐐀x")]
    public void Names_are_letters_of_any_script_digits_and_four_signs(string name)
    {
        XmlElement root = ReadWell($"<{name} {name}=''/>");

        Assert.Equal(name, root.Name);
        Assert.Equal(name, root.Attributes[0].Name);
    }

    [Theory]
    [InlineData("&amp;&lt;&gt;&quot;&apos;", "&<>\"'")]
    [InlineData("&#65;&#x41;&#x1d11E;&#10;&#0000065;", "AA𝄞\nA")]
    [InlineData("&amp;lt;", "&lt;")]
    public void The_five_entities_and_character_references_are_resolved(string written, string meant)
    {
        XmlElement root = ReadWell($"<a x=\"{written}\">{written}</a>");

        Assert.Equal(meant, root.Attributes[0].Value);
        Assert.Equal(meant, ((XmlText)root.Content[0]).Text);
    }

    [Theory]
    [InlineData("x\ty", "x y")]
    [InlineData("x\r\ny", "x y")]
    [InlineData("x\ry\nz", "x y z")]
    [InlineData("x&#10;y", "x\ny")]
    public void White_space_in_an_attribute_becomes_spaces_unless_written_as_a_reference(string written, string meant)
        => Assert.Equal(meant, ReadWell($"<a x='{written}'/>").Attributes[0].Value);

    [Theory]
    [InlineData("a & b")]
    [InlineData("a && b", 2)]
    [InlineData("&nbsp;")]
    [InlineData("&lt")]
    [InlineData("&AMP;")]
    [InlineData("&#;")]
    [InlineData("&#x;")]
    [InlineData("&#12")]
    [InlineData("&")]
    public void A_bare_ampersand_is_a_literal_ampersand_with_a_warning(string written, int warnings = 1)
    {
        XmlDocument document = LenientXmlParser.Parse($"<a>\n{written}</a>", Path);

        Assert.Equal("\n" + written, ((XmlText)document.Root!.Content[0]).Text);
        Assert.Equal(warnings, document.Diagnostics.Count);
        int column = written.IndexOf('&', StringComparison.Ordinal) + 1;
        foreach (ModelDiagnostic diagnostic in document.Diagnostics)
        {
            Assert.Same(DiagnosticRules.LiteralAmpersand, diagnostic.Rule);
            AssertLocation(diagnostic.Span, line: 2, column++);
            Assert.Equal(1, diagnostic.Span.Length);
        }
    }

    [Fact]
    public void A_bare_ampersand_in_an_attribute_is_literal_too()
    {
        XmlDocument document = LenientXmlParser.Parse("<a title='Q & A'/>", Path);

        Assert.Equal("Q & A", document.Root!.Attributes[0].Value);
        AssertDiagnostic(Assert.Single(document.Diagnostics), DiagnosticRules.LiteralAmpersand, line: 1, column: 13);
    }

    [Fact]
    public void Warnings_of_ampersands_stop_at_a_hundred()
    {
        XmlDocument document = LenientXmlParser.Parse($"<a>{new string('&', 100_000)}</a>", Path);

        Assert.Equal(100, document.Diagnostics.Count);
        Assert.Equal(100_000, ((XmlText)document.Root!.Content[0]).Text.Length);
    }

    [Theory]
    [InlineData("&#0;")]
    [InlineData("&#x1F;")]
    [InlineData("&#xD800;")]
    [InlineData("&#xFFFE;")]
    [InlineData("&#x110000;")]
    [InlineData("&#99999999999999999999;")]
    public void A_reference_to_a_character_that_XML_forbids_is_an_error(string reference)
    {
        ModelDiagnostic inText = AssertIllFormed($"<a>\nx{reference}y</a>", line: 2, column: 2, $"'{reference}' is no character");
        Assert.Equal(reference.Length, inText.Span.Length);
        AssertIllFormed($"<a x='{reference}'/>", line: 1, column: 7, $"'{reference}' is no character");
    }

    [Fact]
    public void A_document_type_is_skipped_with_a_warning()
    {
        XmlDocument document = LenientXmlParser.Parse(
            "<!DOCTYPE a SYSTEM \"x]>.dtd\" [\n<!-- ]> ' --><!ENTITY e ']>'><?p ]>?><!ELEMENT a (b)>\n] >\n<a>&e;</a>", Path);

        Assert.Equal(2, document.Diagnostics.Count);
        AssertDiagnostic(document.Diagnostics[0], DiagnosticRules.DocumentType, line: 1, column: 1);
        AssertDiagnostic(document.Diagnostics[1], DiagnosticRules.LiteralAmpersand, line: 4, column: 4);
        Assert.Equal("&e;", Format(document.Root!.Content[0]));
    }

    [Theory]
    [InlineData("<!DOCTYPE a><!DOCTYPE a><a/>", 13)]
    [InlineData("<a/><!DOCTYPE a>", 5)]
    [InlineData("<a><!DOCTYPE a></a>", 4)]
    public void A_document_type_may_stand_once_before_the_root(string text, int column)
        => AssertIllFormed(text, line: 1, column, "before the root");

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    [InlineData("<!-- nothing --><?nothing here?>")]
    public void A_file_without_an_element_is_an_error(string text)
        => Assert.Null(AssertIllFormedDocument(text, line: 1, column: 1, "there is no element").Root);

    [Fact]
    public void A_mismatched_end_tag_names_both_elements_and_where_the_first_was_opened()
        => AssertIllFormed("<a>\n <b>\n\n </c></a>", line: 4, column: 4, "</c> stands where </b> should: <b> was opened in line 2");

    [Fact]
    public void Names_of_tags_differ_by_case()
        => AssertIllFormed("<a></A>", line: 1, column: 6, "</A> stands where </a> should");

    [Fact]
    public void An_element_that_is_never_closed_is_an_error_at_its_name()
        => AssertIllFormed("<a>\n <b>text\n", line: 2, column: 3, "<b> is never closed");

    [Theory]
    [InlineData("</a>", 3, "</a> closes an element that was never opened")]
    [InlineData("<a/></a>", 7, "</a> closes an element that was never opened")]
    [InlineData("<a></>", 4, "'</' is followed by '>', not by a name")]
    [InlineData("<a></ a>", 4, "'</' is followed by white space, not by a name")]
    [InlineData("<a></a b>", 6, "the end tag </a> is not ended by '>'")]
    [InlineData("<a></a", 6, "the end tag </a> is not ended by '>'")]
    [InlineData("<a", 2, "the tag <a> is never ended by '>'")]
    [InlineData("<a b='1' ", 2, "the tag <a> is never ended by '>'")]
    [InlineData("<1a/>", 1, "'<' starts no tag, as '1' follows it")]
    [InlineData("<", 1, "'<' starts no tag, as the end of the file follows it")]
    [InlineData("<a/ >", 3, "'/' cannot stand in the tag <a>")]
    [InlineData("<a,b/>", 3, "',' cannot stand in the tag <a>")]
    [InlineData("<a<b/></a>", 3, "'<' cannot stand in the tag <a>")]
    [InlineData("<a 1b='2'/>", 4, "'1' cannot stand in the tag <a>")]
    public void A_bad_tag_is_an_error(string text, int column, string message)
        => AssertIllFormed(text, line: 1, column, message);

    [Theory]
    [InlineData("<a type=\"number\"size=\"4\"/>")]
    [InlineData("<a type = 'number'size ='4'/>")]
    [InlineData("<a type='number'size=\"4\"></a>")]
    public void Attributes_need_no_space_between_them(string text)
    {
        XmlElement root = ReadWell(text);
        Assert.Equal([("type", "number"), ("size", "4")], root.Attributes.Select(attribute => (attribute.Name, attribute.Value)));
    }

    [Theory]
    [InlineData("<a><!-- b -- c --><d/></a>")]
    [InlineData("<a><!---- b ----><d/></a>")]
    [InlineData("<a><!-- -- > --><d/></a>")]
    [InlineData("<a><!-- b ---><d/></a>")]
    public void A_comment_may_hold_hyphens_and_ends_at_the_first_end(string text)
        => Assert.Equal("d", Assert.Single(ReadWell(text).Elements).Name);

    [Theory]
    [InlineData("<a key/>", 4, "attribute 'key' has no value")]
    [InlineData("<a key", 4, "attribute 'key' has no value")]
    [InlineData("<a key other='1'/>", 4, "attribute 'key' has no value")]
    [InlineData("<a key=1/>", 4, "the value of attribute 'key' is not in quotes")]
    [InlineData("<a key=", 4, "the value of attribute 'key' is not in quotes")]
    [InlineData("<a key='1", 8, "the value of attribute 'key' is never ended by '")]
    [InlineData("<a key=\"1", 8, "the value of attribute 'key' is never ended by \"")]
    [InlineData("<a key='<b/>'/>", 9, "'<' stands in the value of attribute 'key'")]
    [InlineData("<a x='1' X='2' x='3'/>", 16, "<a> has an attribute 'x' already")]
    public void A_bad_attribute_is_an_error(string text, int column, string message)
        => AssertIllFormed(text, line: 1, column, message);

    [Theory]
    [InlineData("<a><!-- b</a>", 4, "the comment is never ended by '-->'")]
    [InlineData("<a><!-->", 4, "the comment is never ended by '-->'")]
    [InlineData("<a><!-- b --", 4, "the comment is never ended by '-->'")]
    [InlineData("<a><![CDATA[ b </a>", 4, "the CDATA section is never ended by ']]>'")]
    [InlineData("<![CDATA[b]]><a/>", 1, "a CDATA section stands outside the root element")]
    [InlineData("<a>b]]></a>", 5, "']]>' ends a CDATA section, and none is open")]
    [InlineData("<a><?b></a>", 4, "the processing instruction is never ended by '?>'")]
    [InlineData("<a><? b?></a>", 4, "'<?' is followed by white space, not by a name")]
    [InlineData("<!DOCTYPE a [ <!ENTITY b '>]>", 1, "the document type is never ended by '>'")]
    [InlineData("<!DOCTYPE a [ ]", 1, "the document type is never ended by '>'")]
    public void A_comment_section_or_instruction_that_goes_wrong_is_an_error(string text, int column, string message)
        => AssertLast(text, line: 1, column, message);

    [Theory]
    [InlineData("<a/>\n text", 2, 2)]
    [InlineData("text<a/>", 1, 1)]
    [InlineData("\n&#32;<a/>", 2, 1)]
    public void Text_outside_the_root_is_an_error(string text, int line, int column)
        => AssertIllFormed(text, line, column, "text stands outside the root element");

    [Theory]
    [InlineData('\0', "U+0000")]
    [InlineData('\u001B', "U+001B")]
    [InlineData('\uFFFE', "U+FFFE")]
    [InlineData('\uD834', "U+D834")]
    [InlineData('\uDD1E', "U+DD1E")]
    public void A_character_that_XML_forbids_is_an_error_wherever_it_is(char character, string shown)
    {
        string message = $"the character {shown} is not allowed in XML";

        AssertIllFormed($"{character}<a/>", line: 1, column: 1, message);
        AssertIllFormed($"<a/>\n{character}", line: 2, column: 1, message);
        AssertIllFormed($"<a>\nx{character}y</a>", line: 2, column: 2, message);
        AssertIllFormed($"<a x='\n{character}'/>", line: 2, column: 1, message);
        AssertIllFormed($"<a{character}/>", line: 1, column: 3, message);
        AssertIllFormed($"<a><!-- {character} --></a>", line: 1, column: 9, message);
        AssertIllFormed($"<a><![CDATA[{character}]]></a>", line: 1, column: 13, message);
        AssertIllFormed($"<?x {character}?><a/>", line: 1, column: 5, message);
    }

    [Fact]
    public void An_error_before_a_forbidden_character_is_the_one_reported()
    {
        AssertIllFormed("<a x=1>\0</a>", line: 1, column: 4, "not in quotes");
        AssertIllFormed("<a>]]> \0</a>", line: 1, column: 4, "']]>'");
        AssertIllFormed("text \0", line: 1, column: 1, "text stands outside the root element");
    }

    [Theory]
    [InlineData("if (x < 3) y();", 10)]
    [InlineData("if (x <= 3) y();", 10)]
    [InlineData("x <<= 3;", 6)]
    [InlineData("for (int i = 0; i<n; i++) {}", 23)]
    [InlineData("Dictionary<string, int> d;", 21)]
    [InlineData("x = a <b && c> d;", 13)]
    [InlineData("x = new List<int>();", 26)]
    [InlineData("x = y <? z;", 10)]
    public void What_looks_like_code_is_told_to_stand_in_CDATA(string code, int column)
        => AssertIllFormed($"<a>{code}</a>", line: 1, column, CodeAdvice);

    [Fact]
    public void What_does_not_look_like_code_is_not_told_so()
    {
        ModelDiagnostic diagnostic = AssertIllFormed("<a>See <b>there.</a>", line: 1, column: 19, "</a> stands where </b> should");
        Assert.DoesNotContain(CodeAdvice, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_root_is_an_error_at_its_name()
    {
        XmlDocument document = AssertIllFormedDocument("<a/>\n<b/>", line: 2, column: 2, "<b> is a second root element, after <a> in line 1");

        Assert.Equal("a", Assert.Single(document.Roots).Name);
    }

    [Fact]
    public void The_file_of_a_custom_has_a_root_for_each_source()
    {
        XmlDocument document = LenientXmlParser.Parse("<source/><!-- --><SOURCE>x</SOURCE>\n<source/>", Path);

        Assert.Empty(document.Diagnostics);
        Assert.Equal(["source", "SOURCE", "source"], document.Roots.Select(root => root.Name));
        Assert.Equal("source", document.Root!.Name);
        AssertIllFormedDocument("<source/>\n<b/>", line: 2, column: 2, "<b> is a second root element, after <source> in line 1");
    }

    [Fact]
    public void The_root_is_given_with_what_it_held_before_an_error()
    {
        XmlDocument document = AssertIllFormedDocument("<class name='x'>text<a/><b><c/></d></class>", line: 1, column: 34, "</d>");

        Assert.Equal("x", document.Root!.Attribute("name")!.Value);
        Assert.Equal(["text", "<a>", "<b>"], document.Root.Content.Select(Format));
        Assert.Equal(["<c>"], document.Root.Elements.Last().Content.Select(Format));
    }

    [Fact]
    public void The_root_is_given_with_what_its_tag_says_before_it_is_broken()
        => Assert.Equal("x", AssertIllFormedDocument("<class name='x' name='y'>", line: 1, column: 17, "already").Root!.Attribute("name")!.Value);

    [Theory]
    [InlineData("<a><b><c/></x></b><d/></a>", "bd")]
    [InlineData("<a><b><c></b><d/></a>", "bd")]
    [InlineData("<a><b x='1><c/></b><d/></a>", "bd")]
    [InlineData("<a><b x='1' y/><d/></a>", "bd")]
    [InlineData("<a><b> 1 < 2 </b><d/></a>", "bd")]
    [InlineData("<a><b/><d/>", "bd")]
    public void After_an_error_is_read_what_can_be(string text, string children)
    {
        XmlDocument document = LenientXmlParser.Parse(text, Path);
        Assert.Single(document.Diagnostics);
        Assert.Equal(children, string.Concat(document.Root!.Elements.Select(element => element.Name)));
    }

    [Fact]
    public void A_text_of_ten_million_characters_is_too_large()
    {
        foreach (char character in "a<&\n")
        {
            XmlDocument document = LenientXmlParser.Parse(new string(character, 10_000_000), Path);

            Assert.Null(document.Root);
            AssertDiagnostic(Assert.Single(document.Diagnostics), DiagnosticRules.TooLarge, line: 1, column: 1);
        }
    }

    [Fact]
    public void A_text_of_the_greatest_length_is_read()
    {
        string text = "<a>" + new string('x', (4 * 1024 * 1024) - 7) + "</a>";

        Assert.Equal(text.Length - 7, Format(ReadWell(text).Content[0]).Length);
        Assert.Same(DiagnosticRules.TooLarge, Assert.Single(LenientXmlParser.Parse(text + " ", Path).Diagnostics).Rule);
    }

    [Fact]
    public void A_hundred_nested_elements_are_read()
        => ReadWell(string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100)));

    [Fact]
    public void A_million_nested_elements_are_too_large_at_the_first_that_is_too_deep()
    {
        string text = string.Concat(Enumerable.Repeat("<a>", 1_000_000));
        XmlDocument document = LenientXmlParser.Parse(text, Path);

        AssertDiagnostic(Assert.Single(document.Diagnostics), DiagnosticRules.TooLarge, line: 1, column: 302);
        Assert.Equal("a", document.Root!.Name);
        Assert.Equal(document, LenientXmlParser.Parse(text, Path));
    }

    [Fact]
    public void Entities_that_grow_without_end_are_never_expanded()
    {
        var text = new StringBuilder("<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
        for (int i = 1; i < 10; i++)
            text.Append($"<!ENTITY lol{i} \"{string.Concat(Enumerable.Repeat($"&lol{i - 1};", 10))}\">");
        text.Append("]><lolz>&lol9;</lolz>");

        XmlDocument document = LenientXmlParser.Parse(text.ToString(), Path);

        Assert.Equal("&lol9;", Format(document.Root!.Content[0]));
        Assert.Equal([DiagnosticRules.DocumentType, DiagnosticRules.LiteralAmpersand], document.Diagnostics.Select(diagnostic => diagnostic.Rule));
    }

    [Fact]
    public void Entities_of_other_files_are_never_read()
    {
        string secret = System.IO.Path.GetTempFileName();
        try
        {
            File.WriteAllText(secret, "secret");
            XmlDocument document = LenientXmlParser.Parse($"<!DOCTYPE a [<!ENTITY e SYSTEM \"file://{secret}\">]><a>&e;</a>", Path);

            Assert.Equal("&e;", Format(document.Root!.Content[0]));
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Fact]
    public void Repeated_pieces_of_any_kind_are_read_in_one_pass()
    {
        string[] pieces = ["<", "<a>", "<a/>", "<!--", "<!-- -->", "<![CDATA[", "<![CDATA[]]>", "<?", "<?x?>", "&", "&a", "&#1", "]]", "]", "\r", "\"", "</a>", "<a x=\"", " x='&'", "-", "[", "<!DOCTYPE "];
        foreach (string piece in pieces)
        {
            string many = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
            foreach (string start in new[] { "", "<r>", "<r x='", "<r ", "<!DOCTYPE ", "<!DOCTYPE r [", "<!--", "<r><![CDATA[" })
                LenientXmlParser.Parse(start + many, Path);
        }
    }

    [Fact]
    public void Many_attributes_are_compared_in_one_pass()
    {
        string attributes = string.Concat(Enumerable.Range(0, 200_000).Select(i => $" a{i}=''"));

        Assert.Equal(200_000, ReadWell($"<a{attributes}/>").Attributes.Count);
    }

    [Fact]
    public void A_message_never_quotes_a_name_of_any_length()
    {
        ModelDiagnostic diagnostic = Assert.Single(LenientXmlParser.Parse("<" + new string('a', 1_000_000), Path).Diagnostics);

        Assert.True(diagnostic.Message.Length < 1_000);
    }

    [Fact]
    public void Equal_texts_give_equal_documents()
    {
        XmlDocument first = LenientXmlParser.Parse(Model, Path);
        XmlDocument second = LenientXmlParser.Parse(Model, Path);

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, LenientXmlParser.Parse(Model + "\n<x/>", Path));
    }

    [Fact]
    public void Every_prefix_of_a_document_has_exactly_one_error()
    {
        ReadWell(Model);
        for (int length = 0; length < Model.Length; length++)
        {
            string prefix = Model.Substring(0, length);
            AssertValid(prefix);
            Assert.Single(LenientXmlParser.Parse(prefix, Path).Diagnostics, diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
        }
    }

    [Fact]
    public void Random_characters_never_throw()
    {
        var random = new Random(20240501);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            AssertValid(Encoding.Latin1.GetString(bytes));
            AssertValid(Encoding.Unicode.GetString(bytes));
            AssertValid(Encoding.UTF8.GetString(bytes));
            AssertValid(new string(Array.ConvertAll(bytes, b => (char)((b << 8) | b))));
            AssertValid("<a>" + Pick(random, "<>/=\"'&;#x!-[]? a\r\n\uD834\uDD1E", bytes.Length));
        }
    }

    [Fact]
    public void Random_edits_of_a_model_never_throw()
    {
        string[] pieces = ["<", ">", "/>", "</", "\"", "'", "&", "&#", "&#x0;", ";", "=", "<!--", "--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE", "[", "]", "\0", "\r", "\n", "\uD800", "\uDC00", "\uFEFF", "List<int>", " x='1'"];
        var random = new Random(42);
        for (int i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder(Model);
            for (int edits = random.Next(1, 6); edits > 0; edits--)
            {
                int index = random.Next(text.Length);
                if (random.Next(3) == 0)
                    text.Remove(index, Math.Min(random.Next(1, 20), text.Length - index));
                else
                    text.Insert(index, pieces[random.Next(pieces.Length)]);
            }
            AssertValid(text.ToString());
        }
    }

    private static string Pick(Random random, string alphabet, int length)
        => string.Create(length, 0, (span, _) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = alphabet[random.Next(alphabet.Length)];
        });

    private static string Format(XmlNode node) => node is XmlElement element ? $"<{element.Name}>" : ((XmlText)node).Text;

    private static XmlElement ReadWell(string text)
    {
        XmlDocument document = LenientXmlParser.Parse(text, Path);
        Assert.Empty(document.Diagnostics);
        Assert.Equal(document.Root, Assert.Single(document.Roots));
        return document.Root!;
    }

    private static ModelDiagnostic AssertIllFormed(string text, int line, int column, string message)
        => AssertIllFormedDocument(text, line, column, message).Diagnostics[0];

    private static XmlDocument AssertIllFormedDocument(string text, int line, int column, string message)
    {
        XmlDocument document = AssertLast(text, line, column, message);
        Assert.Single(document.Diagnostics, diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
        return document;
    }

    private static XmlDocument AssertLast(string text, int line, int column, string message)
    {
        XmlDocument document = LenientXmlParser.Parse(text, Path);
        ModelDiagnostic last = document.Diagnostics.Last();
        AssertDiagnostic(last, DiagnosticRules.NotWellFormed, line, column);
        Assert.Contains(message, last.Message, StringComparison.Ordinal);
        return document;
    }

    private static void AssertDiagnostic(ModelDiagnostic diagnostic, DiagnosticRule kind, int line, int column)
    {
        Assert.Same(kind, diagnostic.Rule);
        Assert.Equal(Path, diagnostic.Span.File);
        AssertLocation(diagnostic.Span, line, column);
    }

    private static void AssertLocation(SourceSpan span, int line, int column)
        => Assert.Equal((line, column), (span.Line, span.Column));

    private static void AssertSpan(SourceSpan span, int offset, int length, int line, int column, int endLine, int endColumn)
        => Assert.Equal(new SourceSpan(Path, offset, length, line, column, endLine, endColumn), span);

    // Whatever the text: no exception, at most one error, and every place is inside the text and true.
    private static void AssertValid(string text)
    {
        XmlDocument document = LenientXmlParser.Parse(text, Path);
        Assert.True(document.Diagnostics.Count(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error) <= 1);
        Assert.True(document.Root is not null || document.Diagnostics.Count > 0);
        foreach (ModelDiagnostic diagnostic in document.Diagnostics)
        {
            AssertTrue(diagnostic.Span, text);
            Assert.NotEmpty(diagnostic.Message);
        }
        foreach (SourceSpan span in document.Roots.SelectMany(Spans))
            Assert.InRange(span.Offset + span.Length, span.Offset, text.Length);
    }

    private static void AssertTrue(SourceSpan span, string text)
    {
        Assert.InRange(span.Offset, 0, text.Length);
        Assert.InRange(span.Offset + span.Length, span.Offset, text.Length);
        Assert.Equal((span.Line, span.Column), Count(text, span.Offset));
        Assert.Equal((span.EndLine, span.EndColumn), Count(text, span.Offset + span.Length));
    }

    private static (int Line, int Column) Count(string text, int offset)
    {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++)
        {
            bool isHalf = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            bool isEnd = text[i] is '\r' or '\n' && !isHalf;
            line += isEnd ? 1 : 0;
            column = isEnd ? 1 : column + 1;
        }
        return (line, column);
    }

    private static IEnumerable<SourceSpan> Spans(XmlElement element)
        => element.Attributes.SelectMany(attribute => new[] { attribute.NameSpan, attribute.ValueSpan })
            .Concat(element.Content.SelectMany(node => node is XmlElement child ? Spans(child) : [node.Span]))
            .Prepend(element.Span);
}
