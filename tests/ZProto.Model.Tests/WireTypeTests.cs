using ZProto.Model.Reading;
using ZProto.Model.WireTypes;

namespace ZProto.Model.Tests;

/// <summary>What holds for every type that the language has, so that a new one is whole.</summary>
public class WireTypeTests
{
    public static TheoryData<string> Names => [.. WireType.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_type_is_found_by_each_of_its_names(string name)
    {
        WireType type = WireType.Find(new ModelName(name))!;
        Assert.Equal(name, type.Name);
        Assert.All(type.OldNames, old => Assert.Same(type, WireType.Find(new ModelName(old.ToUpperInvariant()))));
        Assert.All(type.ForeignNames.Split(' ', StringSplitOptions.RemoveEmptyEntries), foreign =>
            Assert.Equal(name, WireType.Suggest(new ModelName(foreign), [], new SpellingHints())!.Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_type_on_the_wire_has_a_description_and_a_rule_whose_parts_have_rules(string name)
    {
        WireType type = WireType.Find(new ModelName(name))!;
        Assert.Equal(type.IsOnWire, type.Wire.Length > 0);
        if (type.Grammar is not { } grammar)
            return;
        Assert.Equal(name, grammar.Rules[0].Name);
        Assert.Equal(name, type.GetElements(0));
        foreach (string word in grammar.References.Where(word => word.Any(char.IsLower)))
            Assert.True(word.StartsWith("number-", StringComparison.Ordinal) || grammar.Rules.Any(rule => rule.Name == word) || WireType.Find(new ModelName(word))?.Grammar is not null, word);
    }

    [Fact]
    public void A_name_that_no_type_has_is_no_type() => Assert.Null(WireType.Find(new ModelName("person")));
}
