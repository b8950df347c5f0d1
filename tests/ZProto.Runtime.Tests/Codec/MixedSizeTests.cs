namespace ZProto.Runtime.Tests.Codec;

/// <summary>Signatures above 15, and numbers whose size differs from message to message.</summary>
public sealed class MixedSizeTests
{
    [Fact]
    public void A_wide_signature_is_set_bit_by_bit()
        => Assert.Equal("ebf501", Convert.ToHexStringLower(WireWide.CreateA().ToFrames()[0]));

    [Fact]
    public void A_message_with_the_bytes_of_a_narrow_signature_is_another_protocols()
    {
        Assert.False(new WireWide().TryReadFrames([[0xAA, 0xA5, 1]], out DecodeError error));
        Assert.Equal(DecodeErrorKind.WrongSignature, error.Kind);
        Assert.True(new WireWide().TryReadFrames([[0xEB, 0xF5, 1]], out _));
    }

    [Fact]
    public void The_property_has_the_largest_size_and_each_message_takes_and_writes_its_own()
    {
        ulong status = 0x0102030405060708;
        ushort narrow = 0x0A0B;
        Assert.Equal("ebf502" + "0102030405060708" + "09" + "00", Convert.ToHexStringLower(WireWide.CreateDone(status, 9, "").ToFrames()[0]));
        Assert.Equal("ebf503" + "0a0b" + "01020304" + "00000000", Convert.ToHexStringLower(WireWide.CreateError(narrow, 0x01020304, "").ToFrames()[0]));
        Assert.Equal(typeof(ulong), typeof(WireWide).GetProperty("Status")!.PropertyType);
        Assert.Equal(typeof(uint), typeof(WireWide).GetProperty("Count")!.PropertyType);
        Assert.Equal([typeof(ushort), typeof(uint), typeof(string)], typeof(WireWide).GetMethod("CreateError")!.GetParameters().Select(parameter => parameter.ParameterType));
        Assert.Equal([typeof(ulong), typeof(byte), typeof(string)], typeof(WireWide).GetMethod("SetDone")!.GetParameters().Select(parameter => parameter.ParameterType));
    }

    [Fact]
    public void A_narrow_number_is_read_into_the_wide_property()
    {
        var message = new WireWide();
        Assert.True(message.TryReadFrames([[0xEB, 0xF5, 3, 0xFF, 0xFE, 0, 0, 0, 1, 0, 0, 0, 0]], out _));
        Assert.Equal((0xFFFEUL, 1U), (message.Status, message.Count));
        Assert.False(message.TryReadFrames([[0xEB, 0xF5, 3, 0xFF]], out DecodeError error));
        Assert.Equal((DecodeErrorKind.Truncated, "status"), (error.Kind, error.Field));
    }

    [Theory]
    [InlineData(0xFFFF, true)]
    [InlineData(0x10000, false)]
    [InlineData(ulong.MaxValue, false)]
    public void A_number_that_does_not_fit_its_message_is_refused_by_name(ulong status, bool fits)
    {
        var message = new WireWide { Id = WireWide.MessageId.Error, Status = status };
        if (fits)
        {
            Assert.Equal("ffff", Convert.ToHexStringLower(message.ToFrames()[0].AsSpan(3, 2)));
            return;
        }
        MessageEncodeException refused = Assert.Throws<MessageEncodeException>(() => message.ToFrames());
        Assert.Equal("status", refused.FieldName);
        Assert.Equal($"ERROR: status is {status}, and ERROR carries at most 65535 of it", refused.Message);
        message.Id = WireWide.MessageId.Done;
        Assert.Equal(status, Decoded(message).Status);
    }

    [Fact]
    public void A_number_of_a_ZPL_that_does_not_fit_its_message_is_refused()
    {
        ZProto.Configuration.ZplNode zpl = WireWide.CreateError(7, 0, "").ToZpl();
        Assert.True(WireWide.FromZpl(zpl).ContentEquals(WireWide.CreateError(7, 0, "")));
        zpl.Find("content/status")!.Value = "65536";
        Assert.Throws<ZProto.Configuration.ZplException>(() => WireWide.FromZpl(zpl));
    }

    private static WireWide Decoded(WireWide message)
    {
        var decoded = new WireWide();
        Assert.True(decoded.TryReadFrames(message.ToFrames(), out DecodeError error), error.ToString());
        return decoded;
    }
}
