using ZProto.Shared;

namespace ZProto.LibZmq.Tests;

public sealed class Z85Tests
{
    [Fact]
    public void Z85_reads_its_published_example_and_nothing_that_is_not_Z85()
    {
        byte[] bytes = new byte[8];
        Assert.True(Z85.TryDecode("HelloWorld", bytes));
        Assert.Equal([0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B], bytes);
        Assert.Equal("HelloWorld", Z85.Encode(bytes));
        foreach (string bad in new[] { "", "HelloWorl", "HelloWorldx", "HelloWorl~", "HelloWor d", "HelloWorlé", "#####HELLO" })
            Assert.False(Z85.TryDecode(bad, bytes), bad);
    }
}
