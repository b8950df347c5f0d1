using ZProto.Model.Compiling;
using ZProto.Model.Reading;
using ZProto.Model.Tests.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.Tests.Compiling;

/// <summary>What becomes of the models of a project together.</summary>
public class ModelCompilerTests
{
    private const string Protocol = "<class name='talk_msg' script='zproto_codec_c'><message name='SAY'/></class>";

    private const string Server = "<class name='talk' script='zproto_server_c'><state name='start'><event name='SAY'><action name='act'/></event></state><action name='act'>Stop();</action></class>";

    private static readonly ItemMetadata s_declared = new() { IsDeclared = true };

    [Theory]
    [InlineData("", "", "My_App")]
    [InlineData("namespace='Of.Model'", "", "Of.Model")]
    [InlineData("namespace='Of.Model'", "Of.Item", "Of.Item")]
    public void An_item_says_its_namespace_before_its_model_and_the_model_before_the_project(string attribute, string item, string expected)
        => Assert.Equal(expected, Compile(Codec(attribute), s_declared with { Namespace = item }).Model!.Namespace);

    [Theory]
    [InlineData("My..App")]
    [InlineData("My.2App")]
    [InlineData("My App")]
    [InlineData("My.App;")]
    public void A_namespace_that_is_none_in_CSharp_is_an_error(string name)
    {
        CompiledFile file = Compile(Codec($"namespace='{name}'"), s_declared);
        Assert.Equal(["ZP0109 1:52"], Format(file));
        Assert.Equal("My_App", file.Model!.Namespace);
        Assert.Equal(["ZP0109 1:14"], Format(Compile(Codec(""), s_declared with { Namespace = name })));
    }

    [Fact]
    public void A_modifier_is_public_or_internal()
    {
        Assert.Equal("internal", Modifier(Compile(Codec("modifier='Internal'"), s_declared)));
        Assert.Equal("public", Modifier(Compile(Codec(""), s_declared)));
        Assert.Equal("public", Modifier(Compile(Codec("modifier='internal'"), s_declared with { Modifier = "public" })));
        Assert.Equal(["ZP0108 1:51"], Format(Compile(Codec("modifier='private'"), s_declared)));
        Assert.Equal(["ZP0108 1:14"], Format(Compile(Codec(""), s_declared with { Modifier = "private" })));

        static string Modifier(CompiledFile file) => Assert.IsType<CompiledProtocol>(file.Model).Modifier;
    }

    [Theory]
    [InlineData("<class name='x'><message name='A'/></class>", true, true)]
    [InlineData("<clas name='x'><message name='A'/></clas>", false, true)]
    [InlineData("<fragment/>", false, false)]
    [InlineData("not XML", false, true)]
    public void A_class_is_a_model_and_what_is_declared_as_one_may_be_broken(string text, bool isModel, bool isDeclaredModel)
    {
        Assert.Equal(isModel, Input("x.xml", text).IsModel);
        Assert.Equal(isDeclaredModel, Input("x.xml", text, s_declared).IsModel);
    }

    [Fact]
    public void An_engine_comes_with_the_protocol_it_speaks()
    {
        IReadOnlyList<CompiledFile> files = Compile(Input("talk.xml", Server), Input("talk_msg.xml", Protocol));
        CompiledServer server = Assert.IsType<CompiledServer>(files.Single(file => file.Path == "talk.xml").Model);
        Assert.Same(files.Single(file => file.Path == "talk_msg.xml").Model, server.Protocol);
        Assert.Equal(("My_App.Talk", "My_App.TalkMsg"), (server.FullName, server.Protocol.FullName));
    }

    [Fact]
    public void An_engine_without_its_protocol_comes_with_one_that_stands_in()
    {
        CompiledFile file = Assert.Single(Compile(Input("talk.xml", Server)));
        Assert.Equal(["ZP0119 1:14"], Format(file));
        CompiledProtocol protocol = Assert.IsType<CompiledServer>(file.Model).Protocol;
        Assert.True(protocol.IsStandIn);
        Assert.Equal(["SAY"], protocol.Model.Messages.Select(message => message.Name.Text));
    }

    [Fact]
    public void What_is_generated_elsewhere_is_spoken_and_not_returned()
    {
        CompilerInput protocol = Input("talk_msg.xml", Protocol, s_declared with { Emit = false });
        CompiledFile file = Assert.Single(Compile(Input("talk.xml", Server), protocol));
        Assert.Empty(file.Diagnostics);
        Assert.Equal("TalkMsg", Assert.IsType<CompiledServer>(file.Model).Protocol.Class);
    }

    [Fact]
    public void The_order_of_files_says_nothing()
    {
        CompilerInput[] inputs = [Input("b.xml", Protocol), Input("a.xml", Protocol)];
        Assert.Equal([("a.xml", true), ("b.xml", false)], Compile(inputs).Select(file => (file.Path, file.Model is not null)));
    }

    [Theory]
    [InlineData("<class name='x'><message name='A'/></class>", true)]
    [InlineData("<class name='x'><message name='A'><include filename='y.xml'/></message></class>", false)]
    [InlineData("<class name='x' script='server'><state name='A'/><custom filename='y.xml' language='C#'/></class>", false)]
    [InlineData("<class name='x' script='server'><state name='A'/><cutsom filename='y.xml' language='C#'/></class>", false)]
    public void A_model_that_includes_no_file_is_read_by_itself(string text, bool isAlone)
        => Assert.Equal(isAlone, ReadModel.TryCreate(Input("x.xml", text)) is not null);

    [Fact]
    public void Code_that_is_not_what_it_should_be_is_reported_and_left_out()
    {
        CompilerInput[] inputs = [Input("talk.xml", Server), Input("talk_msg.xml", Protocol)];
        CompiledFile refused = Compile(inputs, new NoCode()).Single(file => file.Path == "talk.xml");
        Assert.Equal(["ZP0314 1:133"], Format(refused));
        Assert.Empty(Assert.IsType<CompiledServer>(refused.Model).Model.ActionBodies[0].Code);
        Assert.Empty(Compile(inputs).SelectMany(file => file.Diagnostics));
    }

    private static string Codec(string attribute) => $"<class name='x' script='zproto_codec_c' {attribute}/>";

    private static CompilerInput Input(string path, string text, ItemMetadata? metadata = null) => new(Models.Text(path, text), metadata ?? new ItemMetadata());

    private static CompiledFile Compile(string text, ItemMetadata metadata) => Assert.Single(Compile(Input("x.xml", text, metadata)));

    private static IReadOnlyList<CompiledFile> Compile(params CompilerInput[] inputs) => Compile(inputs, null);

    private static IReadOnlyList<CompiledFile> Compile(CompilerInput[] inputs, ICodeChecks? code)
    {
        var files = new ModelFiles(inputs.Select(input => input.File));
        return ModelCompiler.Compile(inputs.Select(input => ReadModel.Create(input, files)), new CompilerOptions("My-App", "My", code));
    }

    private static IEnumerable<string> Format(CompiledFile file) => file.Diagnostics.Select(diagnostic => $"{diagnostic.Rule.Id} {diagnostic.Span.Line}:{diagnostic.Span.Column}");

    private sealed class NoCode : ICodeChecks
    {
        public bool AreStatements(EquatableArray<XmlText> code) => false;

        public bool AreMembers(EquatableArray<XmlText> code) => false;
    }
}
