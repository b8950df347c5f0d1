using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class ProtocolTests
{
    [Fact]
    public void The_fields_of_the_header_come_first_in_every_message()
    {
        ProtocolModel protocol = Protocol("""
            <class name="p" script="zproto_codec_c">
            <message name="A"><field name="x" type="string"/></message>
            <message name="B"/>
            <header><field name="sequence" type="number" size="2"/></header>
            </class>
            """);
        Assert.Equal(["sequence", "x"], protocol.Messages[0].Fields.Select(field => field.Name.Text));
        Assert.Equal(["sequence"], protocol.Messages[1].Fields.Select(field => field.Name.Text));
    }
}
