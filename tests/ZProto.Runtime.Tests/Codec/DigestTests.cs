namespace ZProto.Runtime.Tests.Codec;

public sealed class DigestTests
{
    [Fact]
    public void The_examples_messages_have_their_digests_and_come_back() => SelfTest.Run<ZprotoExample>();

    [Fact]
    public void A_models_test_values_are_in_its_messages()
    {
        Assert.Equal(Examples.All().Select(message => message.ToString()), TestMessages<ZprotoExample>().Select(message => message.ToString()));
        Assert.All(Examples.All().Zip(TestMessages<ZprotoExample>()), pair => Assert.True(pair.First.ContentEquals(pair.Second)));
    }

    private static IEnumerable<T> TestMessages<T>()
        where T : class, IProtocolMessage<T>, new()
        => T.TestMessages().Select(test => test.Message);
}
