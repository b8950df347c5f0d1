using ZProto.Model.Reading;
using ZProto.Model.WireTypes;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

/// <summary>Models as people write them, with much of the language in one.</summary>
public class RealisticModelTests
{
    internal const string Protocol = """
        <?xml version="1.0"?>
        <!-- The shop's protocol -->
        <class
            name = "shop_msg"
            signature = "0x5"
            title = "Shop protocol"
            script = "zproto_codec_c.gsl"
            package_dir = "../include"
            namespace = "Shop.Protocol"
            >
        Orders, from carts to doorsteps.

        <include filename = "../license.xml" />

        The version goes into every OPEN.

        <define name = "VERSION" value = "2" />
        <define name = "BANNER" value = '"SHOP"' />
        <include filename = "types.xml" />

        <grammar>
            shop = open *( order / PING )
        </grammar>

        <header>
            <field name = "sequence" type = "number" size = "2"><test>123</test></field>
        </header>

        <message name = "OPEN" role = "client">
            Opens a session; says who & what.
            <field name = "banner" type = "string" value = "BANNER" />
            <field name = "version" type = "number" size = "2" value = "SHOP_MSG_VERSION">Always 2</field>
            <field name = "customer" type = "person">Who orders
                <test name = "forename">Ada</test>
                <test name = "address street">Main St</test>
            </field>
        </message>
        <message name = "OPEN OK" role = "server" id = "'K'" digest = "b90f4926d4662b319c0ec113794b0f27d9336a23">
            <field name = "version" type = "number" size = "2">What the server speaks</field>
        </message>
        <message name = "ORDER" id = "0x10">
            <field name = "items" type = "strings" />
            <field name = "options" type = "dictionary"><test name = "gift">yes</test></field>
            <field name = "order id" type = "uuid"><test>3a60e6850a1e4cc15f3bfd4b42bc6b3e</test></field>
            <field name = "stamp" type = "octets" size = "8" />
            <field name = "note" type = "longstr" />
            <field name = "picture" type = "frame" />
            <field name = "papers" type = "msg" />
        </message>
        <message name = "PING" id = "200" />
        </class>
        """;

    internal const string Types = """
        <fragment>
        <type name = "address"><field name = "street" type = "string" /><field name = "zip" type = "number" size = "4" /></type>
        <type name = "person"><field name = "forename" type = "string">Given name</field><field name = "address" type = "address" /></type>
        </fragment>
        """;

    internal const string Client = """
        <class name = "shop_client" script = "zproto_client_c" title = "Shop client" protocol_class = "shop_msg">
        Talks to a shop.
        <include filename = "../license.xml" />
        <state name = "start" inherit = "defaults">
            <event name = "constructor" next = "connecting">
                <action name = "connect to server" />
                <action name = "send" message = "OPEN" />
            </event>
        </state>
        <state name = "connecting" inherit = "defaults">
            <event name = "OPEN OK" next = "connected"><action name = "signal success" /></event>
            <event name = "expired" next = "start"><action name = "signal failure" /></event>
        </state>
        <state name = "connected" inherit = "defaults">
            <before><action name = "start heartbeat" /></before>
            <after><action name = "stop heartbeat" /></after>
            <event name = "order"><action name = "send" message = "ORDER" /><action name = "signal success" /></event>
            <event name = "heartbeat"><action name = "send" message = "PING" /></event>
            <event name = "destructor"><action name = "terminate" /></event>
        </state>
        <state name = "reconnecting" inherit = "defaults">
            <event name = "OPEN OK" next = "connected" />
        </state>
        <state name = "defaults">
            <event name = "expired" next = "reconnecting"><action name = "send" message = "OPEN" /></event>
            <event name = "*"><action name = "log unexpected" /></event>
        </state>
        <action name = "log unexpected"><![CDATA[if (Verbose && true) Log();]]></action>
        <method name = "constructor" return = "status">
            Connects.
            <field name = "endpoint" type = "string" /><field name = "timeout" type = "number" />
            <accept reply = "SUCCESS" /><accept reply = "FAILURE" />
        </method>
        <method name = "destructor" />
        <method name = "order" return = "status"><argument name = "item" type = "string" /><accept reply = "SUCCESS" /></method>
        <method name = "last reason" return = "reason" immediate = "1"><accept reply = "FAILURE" /></method>
        <reply name = "SUCCESS"><field name = "status" type = "integer" /></reply>
        <reply name = "FAILURE"><field name = "status" type = "number" /><field name = "reason" type = "string" /></reply>
        <send><message name = "PING" method = "knock" /></send>
        <recv><message name = "ORDER" /></recv>
        <custom language = "C#"><source>public int Count { get; }</source></custom>
        </class>
        """;

    private static ModelResult ReadShop(string text)
        => Read("shop/models/model.xml", text, ("shop/models/types.xml", Types), ("shop/license.xml", "<license>\nCopyright the shop\n</license>"));

    [Fact]
    public void A_protocol_is_read_whole()
    {
        ModelResult result = ReadShop(Protocol);
        Assert.Equal(["ZP0003"], result.Diagnostics.Select(diagnostic => diagnostic.Rule.Id));
        ProtocolModel protocol = Assert.IsType<ProtocolModel>(result.Model);
        Assert.Equal(("ShopMsg", "Orders, from carts to doorsteps.", "Copyright the shop", "shop = open *( order / PING )"), (protocol.Name.Pascal, protocol.Description, protocol.License, protocol.Grammar));
        Assert.Equal(5, protocol.Signature);
        Assert.Equal([("Open", 1), ("OpenOk", 'K'), ("Order", 16), ("Ping", 200)], protocol.Messages.Select(message => (message.Name.Pascal, (int)message.Id)));
        Assert.Equal("Opens a session; says who & what.", protocol.Messages[0].Description);
        Assert.Equal(
            [
                "Sequence: number size 2 test 123",
                "Banner: string = SHOP",
                "Version: number size 2 = 2",
                "CustomerForename: string test Ada",
                "CustomerAddressStreet: string test Main St",
                "CustomerAddressZip: number size 4",
            ],
            protocol.Messages[0].Fields.Select(Format));
        Assert.Equal(
            ["Sequence", "CustomerForename", "CustomerAddressStreet", "CustomerAddressZip", "Version", "Items", "Options", "OrderId", "Stamp", "Note", "Picture", "Papers"],
            protocol.Fields.Select(field => field.Name.Pascal));
    }

    [Fact]
    public void A_client_is_read_whole()
    {
        ModelResult result = ReadShop(Client);
        Assert.Empty(result.Diagnostics);
        ClientModel engine = Assert.IsType<ClientModel>(result.Model);
        Assert.Equal("shop_msg", engine.ProtocolClass!.Name.Text);
        Assert.Equal(5, engine.States.Count);
        Assert.Equal(["constructor", "destructor", "order", "last reason"], engine.Methods.Select(method => method.Name.Text));
        Assert.Equal([WireType.String, WireType.Integer], engine.Methods[0].Arguments.Select(argument => argument.Type));
        Assert.Single(engine.ActionBodies);
        Assert.Single(engine.Sends);
        Assert.Single(engine.Receives);
        Assert.Single(engine.Customs);
    }

    [Theory]
    [InlineData(Protocol)]
    [InlineData(Client)]
    [InlineData(Types)]
    public void A_model_cut_off_or_damaged_anywhere_is_read_without_an_exception(string text)
    {
        foreach (string damaged in Damage(text))
        {
            ModelResult result = ReadShop(damaged);
            bool isPart = Text("any.xml", damaged).Document.Root is { Name: not "class" };
            bool isRefused = result.Diagnostics.Any(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error || diagnostic.Rule == DiagnosticRules.ForeignScript);
            Assert.Equal(result.Model is null && !isPart, isRefused);
            Assert.All(result.Diagnostics, diagnostic => Assert.NotEmpty(diagnostic.ToString()));
        }
    }

    // The text cut off before each line, without each line, and with each attribute value replaced by odd ones.
    private static IEnumerable<string> Damage(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            yield return string.Join('\n', lines.Take(i));
            yield return string.Join('\n', lines.Where((_, index) => index != i));
        }
        for (int open = text.IndexOf("= \"", StringComparison.Ordinal); open >= 0; open = text.IndexOf("= \"", open + 3, StringComparison.Ordinal))
        {
            int close = text.IndexOf('"', open + 3);
            foreach (string odd in (string[])["", "*", "terminate", "0", "99999999999999999999", "string", "{0}", "../../..", "person"])
                yield return text.Substring(0, open + 3) + odd + text.Substring(close);
        }
    }

    private static string Format(FieldModel field)
        => $"{field.Name.Pascal}: {field.Type.Format(field.Size)}"
            + (field.Constant is null ? "" : $" = {field.Constant.Text}")
            + string.Concat(field.Tests.Select(test => $" test {test.Value}"));
}
