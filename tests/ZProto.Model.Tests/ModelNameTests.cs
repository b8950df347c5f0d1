namespace ZProto.Model.Tests;

public class ModelNameTests
{
    [Theory]
    [InlineData("SUBSCRIBE OK")]
    [InlineData("subscribe-ok")]
    [InlineData("SUBSCRIBE_OK")]
    [InlineData("  Subscribe  /  Ok ")]
    public void Names_compare_without_regard_to_case_and_separators(string text)
    {
        Assert.Equal(new ModelName("subscribe ok"), new ModelName(text));
        Assert.Equal(new ModelName("subscribe ok").GetHashCode(), new ModelName(text).GetHashCode());
    }

    [Theory]
    [InlineData("subscribe", "subscribed")]
    [InlineData("a b", "ab")]
    [InlineData("a1", "a 1")]
    public void Letters_digits_and_where_parts_end_tell_names_apart(string left, string right)
        => Assert.NotEqual(new ModelName(left), new ModelName(right));

    [Theory]
    [InlineData("SUBSCRIBE OK", "SubscribeOk")]
    [InlineData("public key", "PublicKey")]
    [InlineData("OHAI-OK", "OhaiOk")]
    [InlineData("zre_msg", "ZreMsg")]
    [InlineData("peerId", "PeerId")]
    [InlineData("IPv6 address", "IPv6Address")]
    [InlineData("3 way", "_3Way")]
    [InlineData("level 3", "Level3")]
    [InlineData("größe", "Größe")]
    public void In_CSharp_a_name_is_Pascal_case(string text, string pascal)
        => Assert.Equal(pascal, new ModelName(text).Pascal);

    [Fact]
    public void A_name_is_shown_as_its_author_wrote_it()
    {
        Assert.Equal("OHAI-OK", new ModelName(" OHAI-OK ").Text);
        Assert.Equal("OHAI-OK", new ModelName("OHAI-OK").ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("- _")]
    public void A_name_without_letter_and_digit_is_none(string text) => Assert.True(new ModelName(text).IsEmpty);

    [Fact]
    public void A_part_of_a_composed_type_has_the_fields_name_before_its_own()
    {
        ModelName joined = new ModelName("client").Join(new ModelName("forename"));
        Assert.Equal("ClientForename", joined.Pascal);
        Assert.Equal(new ModelName("client_forename"), joined);
    }
}
