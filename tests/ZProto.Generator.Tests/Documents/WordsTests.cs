using System.Text.RegularExpressions;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Documents;

/// <summary>The tree uses the words that a .NET developer and a zproto user know.</summary>
public sealed partial class WordsTests
{
    // Written so that this file is none of those it finds.
    private static readonly Regex s_dialect = new(
        "happen" + "ing|ani" + "mat(e|es|ed|ion)|hand" + ".turned|un" + "sound|user.?s.half|the" + ".mend|in" + ".reach|an" + "ew|late" + "ly|for" + ".ever(?!y)",
        RegexOptions.IgnoreCase);

    public static TheoryData<string> Folders => ["src", "tests", "docs", "samples", "templates"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_file_uses_a_word_of_its_own_where_the_field_has_one(string folder)
        => Assert.Empty(Lines(folder).Where(line => s_dialect.Matches(line.Text).Any(match => IsWord(line.Text, match)) && !IsOfZproto(line.Text)).Select(line => $"{line.File}: {line.Text.Trim()}"));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Bytes_are_called_so_but_for_the_type_of_models_and_for_ABNF(string folder)
        => Assert.Empty(Lines(folder).Where(line => !line.File.EndsWith("WordsTests.cs", StringComparison.Ordinal) && Octets().IsMatch(XmlType().Replace(line.Text, ""))).Select(line => $"{line.File}: {line.Text.Trim()}"));

    // A part of a longer word is another word.
    private static bool IsWord(string text, Match match)
        => !(match.Index > 0 && char.IsLetter(text[match.Index - 1]))
            && !(match.Index + match.Length < text.Length && char.IsLetter(text[match.Index + match.Length]));

    // The name of a setting in zproto's configurations, which the page for those who come from there has.
    private static bool IsOfZproto(string text) => text.Contains("server/ani" + "mate", StringComparison.Ordinal);

    private static IEnumerable<(string File, string Text)> Lines(string folder)
        => from file in Directory.EnumerateFiles(Repository.GetPath(folder), "*", SearchOption.AllDirectories)
           where Source().IsMatch(file) && !Built().IsMatch(file)
           from line in File.ReadLines(file)
           select (Path.GetRelativePath(Repository.GetPath(""), file), line);

    [GeneratedRegex(@"\.(cs|md|xsd|props|targets|csproj|py|sh)$")]
    private static partial Regex Source();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]|\.verified\.cs$|[\\/]Documents[\\/][^\\/]*\.md$|zproto\.xsd$|CommonArguments\.cs$")]
    private static partial Regex Built();

    // In quotes or as code, as the member of the enumeration, and beside the other types.
    [GeneratedRegex(@"[""'`>]octets?\b|\boctets?[`\\""<]|WireType(\.| )Octets|\[Number, Octets|Octets(Type|Field)|DynamicOctets|\boctets, chunk|octets (have a )?size|octets = `|\| octets \||type octets|is octets size|octets need")]
    private static partial Regex XmlType();

    [GeneratedRegex("octet|Octet")]
    private static partial Regex Octets();
}
