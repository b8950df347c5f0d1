using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class IncludeTests
{
    private const string Model = "<class name='x' script='zproto_codec_c'>\n<include filename='{0}'/>\n</class>";

    private static string Including(string file) => Model.Replace("{0}", file, StringComparison.Ordinal);

    [Fact]
    public void The_files_root_takes_the_includes_place()
        => Assert.Equal("Copyright me", ReadValid(Including("license.xml"), ("models/license.xml", "<license>Copyright me</license>")).License);

    [Theory]
    [InlineData("class")]
    [InlineData("fragment")]
    [InlineData("FRAGMENT")]
    public void A_class_or_fragment_gives_its_children_instead(string root)
    {
        ProtocolModel model = Protocol(Including("more.xml"), ("models/more.xml", $"<{root} name='y'>An aside<message name='A'/><message name='B'/></{root}>"));
        Assert.Equal(["A", "B"], model.Messages.Select(message => message.Name.Text));
        Assert.Equal("", model.Description);
    }

    [Fact]
    public void An_include_may_stand_in_any_element()
    {
        ProtocolModel model = Protocol(
            "<class name='x' script='zproto_codec_c'><message name='A'><include filename='f.xml'/></message></class>",
            ("models/f.xml", "<field name='f' type='string'/>"));
        Assert.Equal("f", model.Messages[0].Fields[0].Name.Text);
        Assert.Equal("models/f.xml(1,14)", model.Messages[0].Fields[0].Span.ToString());
    }

    [Fact]
    public void Nested_includes_are_found_from_the_file_they_stand_in()
    {
        ProtocolModel model = Protocol(
            Including("parts/all.xml"),
            ("models/parts/all.xml", "<fragment><include filename='one.xml'/><include filename='..\\two.xml'/></fragment>"),
            ("models/parts/one.xml", "<message name='one'/>"),
            ("models/one.xml", "<message name='wrong'/>"),
            ("models/two.xml", "<message name='two'/>"));
        Assert.Equal(["one", "two"], model.Messages.Select(message => message.Name.Text));
    }

    [Theory]
    [InlineData("a.xml", "models/a.xml")]
    [InlineData("./sub/../a.xml", "models/a.xml")]
    [InlineData("../a.xml", "a.xml")]
    [InlineData("..\\other\\a.xml", "other/a.xml")]
    [InlineData("sub/a.xml", "models\\sub\\a.xml")]
    [InlineData("A.XML", "models/a.xml")]
    public void A_file_is_found_by_its_path_relative_to_the_including_file(string name, string path)
        => Assert.Equal("right", ReadValid(Including(name), ("elsewhere/a.xml", "<license>wrong</license>"), (path, "<license>right</license>")).License);

    [Theory]
    [InlineData("/src/app/models/model.xml", "/src/app/shared/a.xml", "/src/shared/a.xml")]
    [InlineData("/src/app/models/model.xml", "/src/app/models/deep/a.xml", "/src/app/a.xml")]
    [InlineData("C:\\src\\app\\model.xml", "C:\\src\\lib\\a.xml", "D:\\a.xml")]
    [InlineData("/src/model.xml", "/a/a.xml", "/a/b/a.xml")]
    [InlineData("/src/model.xml", "/a/a.xml", "/b/a.xml")]
    public void Else_by_name_the_nearest_folder_first(string model, string near, string far)
    {
        ModelResult result = Read(model, Including("a.xml"), (far, "<license>far</license>"), (near, "<license>near</license>"));
        Assert.Equal("near", result.Model!.License);
    }

    [Fact]
    public void By_name_a_file_in_a_folder_of_that_name_comes_first()
        => Assert.Equal(
            "right",
            ReadValid(Including("common/a.xml"), ("models/a.xml", "<license>wrong</license>"), ("lib/common/a.xml", "<license>right</license>")).License);

    [Fact]
    public void A_missing_include_is_an_error_at_the_include()
    {
        Assert.Equal(["ZP0102 2:20"], Diagnose(Including("types.xml")));
        Assert.Equal(
            "no model and no additional file 'types.xml'; add it to the project as <ZProtoModel Include=\"...\" /> or <AdditionalFiles Include=\"...\" />",
            Assert.Single(Messages(Including("types.xml"))));
    }

    [Fact]
    public void A_missing_license_is_only_a_warning()
    {
        ModelResult result = Read(Including("../License.xml"));
        Assert.Equal(["ZP0104 2:20"], Diagnose(Including("../License.xml")));
        Assert.NotNull(result.Model);
    }

    [Theory]
    [InlineData("<include/>", "ZP0115 1:42")]
    [InlineData("<include filename=' '/>", "ZP0115 1:60")]
    public void An_include_without_a_file_name_is_an_error(string include, string diagnostic)
        => Assert.Equal([diagnostic], Diagnose($"<class name='x' script='zproto_codec_c'>{include}</class>"));

    [Fact]
    public void A_circle_is_an_error_at_the_include_that_closes_it()
    {
        (string, string)[] files =
        [
            ("models/a.xml", "<fragment><include filename='b.xml'/></fragment>"),
            ("models/b.xml", "<fragment>\n<include filename='a.xml'/></fragment>"),
        ];
        Assert.Equal(["ZP0103 2:20 models/b.xml"], Diagnose(Including("a.xml"), files));
        Assert.Equal("'a.xml' includes itself: a.xml -> b.xml -> a.xml", Assert.Single(Messages(Including("a.xml"), files)));
    }

    [Fact]
    public void A_model_that_includes_itself_is_a_circle()
        => Assert.Equal(["ZP0103 2:20"], Diagnose(Including("model.xml")));

    [Fact]
    public void Problems_of_an_included_files_text_are_reported_once_after_the_models_own()
        => Assert.Equal(
            ["ZP0007 1:41", "ZP0003 1:13 models/a.xml"],
            Diagnose("<class name='x' script='zproto_codec_c' bogus='1'><include filename='a.xml'/><include filename='a.xml'/></class>", ("models/a.xml", "<license>Me & you</license>")));

    [Fact]
    public void A_file_that_is_not_well_formed_leaves_no_model()
    {
        ModelResult result = Read(Including("a.xml"), ("models/a.xml", "<fragment><message name='A'></fragment>"));
        Assert.Null(result.Model);
        Assert.Equal("models/a.xml", Assert.Single(result.Diagnostics).Span.File);
    }

    [Fact]
    public void Includes_that_double_at_each_level_are_refused()
    {
        (string, string)[] files = [.. Enumerable.Range(0, 40).Select(i =>
            ($"models/{i}.xml", $"<fragment><include filename='{i + 1}.xml'/><include filename='{i + 1}.xml'/></fragment>")),
            ("models/40.xml", "<license/>")];
        Assert.Equal("ZP0004", Assert.Single(Read(Including("0.xml"), files).Diagnostics).Rule.Id);
    }

    [Fact]
    public void A_chain_of_includes_without_end_is_refused()
    {
        (string, string)[] files = [.. Enumerable.Range(0, 1000).Select(i => ($"models/{i}.xml", $"<fragment><include filename='{i + 1}.xml'/></fragment>"))];
        Assert.Equal("ZP0004", Assert.Single(Read(Including("0.xml"), files).Diagnostics).Rule.Id);
    }
}
