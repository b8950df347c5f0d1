using ZProto.Model.Reading;
using ZProto.Model.WireTypes;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class RootTests
{
    [Theory]
    [InlineData("zproto_codec_c", ModelKind.Protocol)]
    [InlineData("zproto_codec_cs.gsl", ModelKind.Protocol)]
    [InlineData("ZPROTO_CODEC_JAVA", ModelKind.Protocol)]
    [InlineData("zproto_server_c", ModelKind.Server)]
    [InlineData("zproto_client_c", ModelKind.Client)]
    [InlineData("zproto_mesh", ModelKind.Mesh)]
    [InlineData("zproto_peer_c", ModelKind.Node)]
    [InlineData("my_Mesh.gsl", ModelKind.Mesh)]
    public void The_script_says_the_kind(string script, ModelKind kind)
        => Assert.Equal(kind, ReadValid($"""<class name="x" script="{script}" mode="harmony"><state name="start"/><message name="A"/></class>""").Kind);

    [Theory]
    [InlineData("<state name='s'/><reply name='r'/>", ModelKind.Client)]
    [InlineData("<state name='s'/><send/>", ModelKind.Client)]
    [InlineData("<state name='s'/><recv/>", ModelKind.Client)]
    [InlineData("<state name='s'/><method name='m' immediate='1'/>", ModelKind.Server)]
    [InlineData("<state name='s'/>", ModelKind.Server)]
    [InlineData("<message name='m'/>", ModelKind.Protocol)]
    public void Without_a_script_the_content_says_the_kind(string content, ModelKind kind)
        => Assert.Equal(kind, ReadValid($"<class name='x'>{content}</class>").Kind);

    [Fact]
    public void The_content_of_includes_counts_for_the_kind()
        => Assert.Equal(ModelKind.Protocol, ReadValid("<class name='x'><include filename='m.xml'/></class>", ("models/m.xml", "<fragment><message name='a'/></fragment>")).Kind);

    [Fact]
    public void A_model_that_nothing_tells_the_kind_of_is_an_error()
        => Assert.Equal(["ZP0106 2:2"], Diagnose("\n<class name='x'><define name='a' value='1'/></class>"));

    [Fact]
    public void A_script_that_names_no_kind_is_a_clear_warning_and_generates_nothing()
    {
        ModelResult result = Read("<class name='x' script='zproto_actor_c'><bogus/><include filename='gone.xml'/></class>");
        Assert.Null(result.Model);
        ModelDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("ZP0105", RuleSeverity.Warning, 1, 25), (diagnostic.Rule.Id, diagnostic.Rule.Severity, diagnostic.Span.Line, diagnostic.Span.Column));
        Assert.Equal("script 'zproto_actor_c' names none of the kinds codec, server, client, mesh and peer, so nothing is generated from this model", diagnostic.Message);
    }

    [Theory]
    [InlineData("<selftest><step send='HELLO' client='2'/></selftest>", "attribute 'client' of <step> is not supported yet")]
    [InlineData("<selftest><step silence='1s'/></selftest>", "attribute 'silence' of <step> is not supported yet")]
    [InlineData("<selftest><step send='HELLO'><field name='x'>1</field></step></selftest>", "<field> is not supported yet")]
    public void What_a_server_is_to_have_is_one_error(string part, string message)
        => Assert.Equal([message], Messages($"<class name='x' script='zproto_server_c'><state name='a'/>{part}</class>"));

    [Fact]
    public void A_selftest_of_a_client_is_one_error_since_nothing_would_run_it()
        => Assert.Equal(["<selftest> of a client is not supported yet"], Messages("<class name='x' script='zproto_client_c'><state name='a'/><selftest><step send='A'/></selftest><selftest/></class>"));

    [Theory]
    [InlineData("<project name='x'><class name='y'/></project>")]
    [InlineData("<license>text</license>")]
    [InlineData("<license>text")]
    public void A_file_with_another_root_is_no_model_and_is_never_reported(string text)
    {
        ModelResult result = Read(text);
        Assert.Null(result.Model);
        Assert.Empty(result.Diagnostics);
        Assert.False(ModelReader.IsModel(Text("a.xml", text).Document));
    }

    [Fact]
    public void A_text_that_cannot_be_read_at_all_is_reported()
        => Assert.Equal("ZP0002", Assert.Single(Read("no XML").Diagnostics).Rule.Id);

    [Fact]
    public void Elements_and_attributes_are_known_in_any_case()
    {
        ProtocolModel model = Protocol("<CLASS Name='x' SCRIPT='zproto_codec_c'><Message NAME='a'><FIELD name='f' Type='STRING'/></Message></CLASS>");
        Assert.Equal(WireType.String, model.Messages[0].Fields[0].Type);
    }

    [Fact]
    public void A_model_needs_a_name()
    {
        Assert.Equal(["ZP0101 1:2"], Diagnose("<class script='zproto_codec_c'/>"));
        Assert.Equal(["ZP0101 1:14"], Diagnose("<class name='' script='zproto_codec_c'/>"));
        Assert.Equal(["ZP0101 1:14"], Diagnose("<class name='--' script='zproto_codec_c'/>"));
    }

    [Fact]
    public void A_model_has_a_name_a_title_and_a_place()
    {
        ClassModel model = ReadValid("<class name='hello_msg' title=' Hello ' script='zproto_codec_c'/>");
        Assert.Equal("HelloMsg", model.Name.Pascal);
        Assert.Equal("Hello", model.Title);
        Assert.Equal("models/model.xml(1,14)", model.Span.ToString());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("signature='0'", 0)]
    [InlineData("signature=' 15 '", 15)]
    [InlineData("signature='0xA'", 10)]
    [InlineData("signature='19317'", 19317)]
    [InlineData("signature='0xFFFF'", 65535)]
    public void The_signature_is_0_to_65535_and_0_by_default(string attribute, int signature)
        => Assert.Equal(signature, Protocol($"<class name='x' script='zproto_codec_c' {attribute}/>").Signature);

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("0x10000")]
    public void Another_signature_is_an_error(string signature)
        => Assert.Equal(["ZP0107 1:52"], Diagnose($"<class name='x' script='zproto_codec_c' signature='{signature}'/>"));

    [Fact]
    public void A_signature_above_15_is_an_info_that_says_how_messages_start()
        => Assert.Equal(["signature 19317 is above 15: messages start with the bytes EBF5, as in every zproto codec, and a signature with other bits may start with the same"], Messages("<class name='x' script='zproto_codec_c' signature='19317'/>"));

    [Theory]
    [InlineData("", false)]
    [InlineData("pubsub='0'", false)]
    [InlineData("pubsub='1'", true)]
    [InlineData("pubsub='True'", true)]
    public void Topic_framing_is_asked_for_with_pubsub(string attribute, bool pubSub)
        => Assert.Equal(pubSub, Protocol($"<class name='x' script='zproto_codec_c' {attribute}/>").PubSub);

    [Fact]
    public void A_namespace_is_kept_as_written()
        => Assert.Equal("My.App_2.Protocols", ReadValid("<class name='x' script='zproto_codec_c' namespace='My.App_2.Protocols'/>").Namespace!.Name.Text);

    [Fact]
    public void Attributes_for_other_generators_are_accepted()
        => Assert.Empty(Diagnose("""
            <class name="x" script="zproto_codec_c" package_dir="" source_dir="" project_header="" export_header="" header_ext=""
                source_ext="" export_macro="" protocol_dir="" protocol_package="" package="" module="" test_module="" test_dir=""
                test_namespace="" use_zmq_msg="" virtual="" state=""/>
            """));

    [Fact]
    public void Unknown_elements_and_attributes_are_hints_and_near_misses_warnings()
    {
        const string Text = """
            <class name="x" script="zproto_codec_c" tittle="t" colour="red">
            <mesage name="A"/>
            <message name="B"><field name="f" type="string" siz="1"><tset>x</tset></field><zzz/></message>
            </class>
            """;
        Assert.Equal(["ZP0009 1:41", "ZP0007 1:52", "ZP0008 2:2", "ZP0009 3:49", "ZP0008 3:58", "ZP0006 3:80"], Diagnose(Text));
        Assert.Equal(
            [
                "<class> has no attribute 'tittle', did you mean 'title'?",
                "attribute 'colour' of <class> is not recognized and is ignored",
                "<mesage> is not known here, did you mean 'message'?",
                "<field> has no attribute 'siz', did you mean 'size'?",
                "<tset> is not known here, did you mean 'test'?",
                "<zzz> is not recognized and is ignored",
            ],
            Messages(Text));
        Assert.Equal("t", Read(Text).Model!.Title);
        Assert.Equal(["A", "B"], Protocol(Text).Messages.Select(message => message.Name.Text));
    }

    [Fact]
    public void A_near_miss_that_would_make_an_error_as_it_was_meant_is_left_as_it_is_written()
    {
        const string Text = "<class name='x' script='codec'><message name='A'/><mesage><field/></mesage></class>";
        Assert.Equal(["ZP0008 1:52"], Diagnose(Text));
        Assert.Single(Protocol(Text).Messages);
    }

    [Theory]
    [InlineData("<class nmae='x'><message name='A'/></class>", "ZP0009 1:8")]
    [InlineData("<class name='x'><mesage name='A'/></class>", "ZP0008 1:18")]
    [InlineData("<class name='x'><message name='A'><feild name='f' type='uuid'/></message></class>", "ZP0008 1:36")]
    [InlineData("<class name='x'><message name='A'><field name='f' tpye='uuid'/></message></class>", "ZP0009 1:51")]
    [InlineData("<class name='x'><heder><field name='f' type='uuid'/></heder><message name='A'/></class>", "ZP0008 1:18")]
    [InlineData("<class name='x'><messages name='A'/><message name='A'/></class>", "ZP0008 1:18")]
    [InlineData("<clas name='x'><message name='A'/></clas>", "ZP0008 1:2")]
    [InlineData("<class name='x' script='zproto_cdoec_c'><message name='A'/></class>", "ZP0124 1:25")]
    [InlineData("<class name='x' script='zproto_mehs' mode='harmony'><state name='a'/></class>", "ZP0124 1:25")]
    public void A_misspelt_word_is_one_warning_at_the_word(string text, string diagnostic)
    {
        Assert.Equal([diagnostic], Diagnose(text));
        Assert.NotNull(Read(text).Model);
    }

    [Theory]
    [InlineData("<clas name='x'><message name='A'/></class>", "ZP0002 1:37")]
    [InlineData("<clas name='x'><message name='A'>\uFFFD</message></clas>", "ZP0010 1:34")]
    public void What_is_wrong_with_the_text_is_said_of_a_misspelt_class_too(string text, string diagnostic)
    {
        Assert.Equal(["ZP0008 1:2", diagnostic], Diagnose(text));
        Assert.Null(Read(text).Model);
    }

    [Fact]
    public void An_XML_error_stands_alone()
        => Assert.Equal("ZP0002", Assert.Single(Read("<class name='x' script='zproto_codec_c'><message name='A'><field name='f' type='later'/></class>").Diagnostics).Rule.Id);

    [Fact]
    public void A_bare_ampersand_is_a_warning_and_the_model_is_read()
    {
        ModelResult result = Read("<class name='x' script='zproto_codec_c' title='a & b'/>");
        Assert.Equal("ZP0003", Assert.Single(result.Diagnostics).Rule.Id);
        Assert.Equal("a & b", result.Model!.Title);
    }

    [Fact]
    public void All_problems_are_reported_in_the_order_of_the_text()
        => Assert.Equal(
            ["ZP0107 1:52", "ZP0201 2:41", "ZP0203 3:23", "ZP0202 4:45", "ZP0201 6:43"],
            Diagnose("""
                <class name='x' script='zproto_codec_c' signature='99999'>
                <message name="A"><field name="f" type="strngs"/></message>
                <message name="B" id="256"/>
                <header><field name="h" type="number" size="3"/></header>
                <define name="D" value="1"/>
                <type name="unused"><field name="g" type="nothing"/></type>
                </class>
                """));
}
