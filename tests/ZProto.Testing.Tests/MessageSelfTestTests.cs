namespace ZProto.Testing.Tests;

public sealed class MessageSelfTestTests
{
    [Fact]
    public void Every_type_of_field_can_have_a_test_value_or_none() => SelfTest.Run<EveryTypeMsg>();

    [Fact]
    public void Test_values_are_as_the_model_writes_them()
    {
        var rest = new FrameList();
        rest.Add("rest"u8);
        EveryTypeMsg given = EveryTypeMsg.CreateGiven(
            255, ulong.MaxValue, "abc"u8, "\"quoted\" \\ and ünïcode", ["one", "two"],
            [KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2")], "\\0"u8, new Guid("3a60e6850a1e4cc15f3bfd4b42bc6b3e"), "frame"u8, rest);
        EveryTypeMsg message = First<EveryTypeMsg>();
        Assert.Equal(given.ToString(), message.ToString());
        Assert.True(given.ContentEquals(message));
    }

    [Fact]
    public void A_wrong_digest_is_told_with_the_messages_place()
    {
        var exception = Assert.Throws<SelfTestException>(SelfTest.Run<WrongDigestMsg>);
        Assert.Contains("wrong_digest_msg.xml(3): the digest of WRONG is expected to be 0123456789012345678901234567890123456789, and its first frame with the test values has ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("\nThe message is WRONG text='b'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_test_values_and_digests_fails()
    {
        var exception = Assert.Throws<SelfTestException>(SelfTest.Run<CaveMsg>);
        Assert.Equal("The model of CaveMsg has neither <test> values nor digests.", exception.Message);
    }

    private static T First<T>()
        where T : class, IProtocolMessage<T>, new()
        => T.TestMessages()[0].Message;
}
