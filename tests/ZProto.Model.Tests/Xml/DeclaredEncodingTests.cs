using System.Text;
using ZProto.Model.Xml;

namespace ZProto.Model.Tests.Xml;

/// <summary>What becomes of a text that was not read as its file declares.</summary>
public class DeclaredEncodingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<?xml?>")]
    [InlineData("<?xml version='1.0'?>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?>")]
    [InlineData("\n<?xml\tversion = '1.0'\n encoding = 'UTF-8' standalone='yes' ?>")]
    [InlineData("\uFEFF<?xml version='1.0' encoding='utf-8'?>")]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?>")]
    [InlineData("<?xml version='1.0' encoding='utf-16LE'?>")]
    public void A_text_in_Unicode_is_read(string declaration)
    {
        string text = $"{declaration}<a>é 𝄞</a>";

        Assert.Empty(Diagnose(text));
        Assert.Empty(Diagnose(text, Encoding.UTF8));
        Assert.Empty(Diagnose(text, Encoding.BigEndianUnicode));
        Assert.Empty(Diagnose(text, Encoding.UTF32));
    }

    [Theory]
    [InlineData("<?xml-model href='a.xsd' encoding='klingon'?>")]
    [InlineData("<?xml version='1.0'?><?note encoding='klingon'?>")]
    [InlineData("<!-- <?xml encoding='klingon'?> -->")]
    [InlineData("<?xml version='1.0'?><!-- encoding='klingon' -->")]
    public void Only_the_declaration_of_the_file_names_its_encoding(string start)
        => Assert.Empty(Diagnose($"{start}<a/>"));

    [Theory]
    [InlineData("ISO-8859-1")]
    [InlineData("iso-8859-15")]
    [InlineData("US-ASCII")]
    [InlineData("windows-1252")]
    [InlineData("Windows-1251")]
    [InlineData("KOI8-R")]
    [InlineData("Shift_JIS")]
    [InlineData("GB2312")]
    public void Of_another_encoding_ASCII_is_read_and_other_text_is_an_error_at_its_name(string name)
    {
        string start = $"<?xml version=\"1.0\"\n encoding=\"{name}\"?><a>";
        string message = $"of a file in '{name}' only ASCII is read, and it has other characters: save it as UTF-8 and declare encoding=\"utf-8\"";

        Assert.Empty(Diagnose($"{start}e</a>"));
        Assert.Equal([$"2:12 {message}"], Diagnose($"{start}é</a>"));
        Assert.Equal([$"2:12 {message}"], Diagnose($"{start}é</a>", Encoding.UTF8));
        Assert.Equal([$"2:12 {message}"], Diagnose($"{start}é</a>", Encoding.Latin1));
        Assert.Equal([$"2:12 {message}"], Diagnose($"{start}\uFFFD</a>", Encoding.UTF8));
    }

    [Fact]
    public void The_names_are_those_of_NET_and_ASCII_is_alike_in_all_but_Unicodes()
    {
        string ascii = string.Concat(Enumerable.Range(' ', 0x7F - ' ').Select(c => (char)c)) + "\t\r\n";
        Assert.All(DeclaredEncoding.OfAscii, name => Assert.Equal(Encoding.ASCII.GetBytes(ascii), Get(name).GetBytes(ascii)));
        Assert.All(DeclaredEncoding.Unicode, name => Assert.Equal("é 𝄞", Get(name).GetString(Get(name).GetBytes("é 𝄞"))));

        static Encoding Get(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
    }

    [Theory]
    [InlineData("utf8", ", did you mean 'utf-8'?")]
    [InlineData("UTF_16", ", did you mean 'utf-16'?")]
    [InlineData("iso8859-1", ", did you mean 'iso-8859-1'?")]
    [InlineData("windows-1225", ", did you mean 'windows-1252'?")]
    [InlineData("klingon", ": save the file as UTF-8 and declare encoding=\"utf-8\"")]
    [InlineData("", ": save the file as UTF-8 and declare encoding=\"utf-8\"")]
    public void An_unknown_encoding_is_an_error_at_its_name_whatever_the_text(string name, string advice)
    {
        foreach (string text in new[] { "e", "é" })
            Assert.Equal([$"1:31 the encoding '{name}' is not known here{advice}"], Diagnose($"<?xml version='1.0' encoding='{name}'?><a>{text}</a>"));
    }

    [Theory]
    [InlineData("<?xml version='1.0' encoding='utf-8'?>\n<a>e\uFFFD\uFFFD</a>")]
    [InlineData("<!-- No declaration -->\n<a>e\uFFFD</a>")]
    public void What_could_not_be_read_is_an_error_where_it_is(string text)
        => Assert.Equal(["2:5 this character could not be read: save the file as UTF-8"], Diagnose(text, Encoding.UTF8));

    [Theory]
    [InlineData("<?xml version='1.0' encoding='utf-8'?>\n<a>e{0}</a>")]
    [InlineData("<!-- No declaration -->\n<a>e{0}</a>")]
    public void What_was_read_as_anything_but_Unicode_is_an_error_where_it_is_not_ASCII(string text)
    {
        Assert.Equal(["2:5 this character could not be read: save the file as UTF-8"], Diagnose(text.Replace("{0}", "é", StringComparison.Ordinal), Encoding.Latin1));
        Assert.Empty(Diagnose(text.Replace("{0}", "e", StringComparison.Ordinal), Encoding.Latin1));
    }

    [Fact]
    public void A_character_reference_is_how_a_text_has_what_stands_for_unreadable_bytes()
        => Assert.Empty(Diagnose("<a>&#xFFFD;</a>", Encoding.UTF8));

    [Fact]
    public void Nothing_else_is_said_of_such_a_text_and_the_rest_is_read()
    {
        XmlDocument document = LenientXmlParser.Parse("<a><b & x='1'/><c>\uFFFD</c><d>&</d><e></a>", "some.xml");

        Assert.Same(DiagnosticRules.BadEncoding, Assert.Single(document.Diagnostics).Rule);
        Assert.Equal(["b", "c", "d", "e"], document.Root!.Elements.Select(element => element.Name));
    }

    [Fact]
    public void A_declaration_without_end_or_of_great_length_is_read_at_once()
    {
        foreach (string many in new[] { " encoding", "encoding='", " encoding =", "encoding   ", "?", "'", " " })
            LenientXmlParser.Parse("<?xml " + string.Concat(Enumerable.Repeat(many, 300_000)), "some.xml");
        string name = new('x', 1_000_000);
        Assert.InRange(Assert.Single(Diagnose($"<?xml encoding='{name}'?><a/>")).Length, 100, 500);
    }

    private static string[] Diagnose(string text, Encoding? readAs = null)
        => [.. LenientXmlParser.Parse(text, "some.xml", readAs).Diagnostics.Select(diagnostic =>
        {
            Assert.Same(DiagnosticRules.BadEncoding, diagnostic.Rule);
            return $"{diagnostic.Span.Line}:{diagnostic.Span.Column} {diagnostic.Message}";
        })];
}
