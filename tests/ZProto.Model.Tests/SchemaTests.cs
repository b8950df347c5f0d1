using System.Reflection;
using System.Xml;
using System.Xml.Schema;
using ZProto.Model.Reading;
using ZProto.Model.WireTypes;
using ZProto.Model.Xml;

namespace ZProto.Model.Tests;

/// <summary>The XML schema that editors explain and complete models with: it knows what the reader knows, and rejects nothing that it reads.</summary>
public class SchemaTests
{
    private static readonly string s_root = typeof(SchemaTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RootDirectory").Value!;
    private static readonly XmlSchemaSet s_schema = Compile();

    // What takes an include's place is read before the vocabulary is asked.
    private static readonly (string Element, string? Attribute)[] s_includes = [("include", null), ("include", "filename"), ("fragment", null)];

    public static TheoryData<string> Models =>
    [
        .. new[] { "models", "samples", "tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(s_root, folder), "*.xml", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(s_root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_element_and_attribute_of_the_language_is_in_the_schema_and_no_other()
    {
        IEnumerable<(string Element, string? Attribute)> known = Schema.Roots.SelectMany(Words).Concat(s_includes).Distinct();
        IEnumerable<(string Element, string? Attribute)> declared = Elements().SelectMany(element => Attributes(element).Select(attribute => (element.Name!, (string?)attribute.Name)).Prepend((element.Name!, null)));
        Assert.Equal(known.Order(), declared.Order());
    }

    [Fact]
    public void Every_element_attribute_and_value_is_explained()
    {
        Assert.All(Elements(), AssertExplained);
        Assert.All(Elements().SelectMany(Attributes), AssertExplained);
        Assert.NotEmpty(Enumerations());
        Assert.All(Enumerations(), AssertExplained);
    }

    [Fact]
    public void The_types_that_fields_can_have_are_offered()
        => Assert.Equal(WireType.Names.Select(name => name.Text).Order(StringComparer.Ordinal), GetCompletions("field-type").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("role", "client", "server")]
    [InlineData("unexpected", "queue", "ignore", "terminate")]
    [InlineData("mode", "harmony", "client")]
    [InlineData("cast", "shout", "whisper")]
    [InlineData("modifier", "public", "internal")]
    [InlineData("framing", "fields", "frames")]
    [InlineData("utf8", "lax", "strict")]
    [InlineData("socket-type", "pub", "sub", "xpub", "xsub", "push", "pull", "dealer", "router")]
    [InlineData("flag", "1", "0")]
    public void The_words_that_an_attribute_can_have_are_offered(string type, params string[] words)
        => Assert.Equal(words, GetCompletions(type));

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_of_the_tree_validates(string path)
        => AssertValid(File.ReadAllText(Path.Combine(s_root, path)));

    [Theory]
    [InlineData("<class name='p'><message name='A' identity='3'><notes who='me'>Of mine<field/></notes>text<field name='x' type='string'/>text</message><fiel/></class>")]
    [InlineData("<class name='p'><message name='A'/><header><field name='x' type='string'/></header>asides<type name='t'/><define name='D' value='1'/></class>")]
    [InlineData("<class NAME='p' Modifier='Public'><Message NAME='A'/><my:notes xmlns:my='urn:me' my:of='this'><message/></my:notes></class>")]
    [InlineData("<class name='s' script='my_server.gsl' unexpected='QUEUE'><state name='a'><event name='*'><action name='go on'/><if/></event></state></class>")]
    [InlineData("<fragment><message name='A'/></fragment>")]
    public void What_the_reader_skips_or_takes_in_any_order_validates(string model)
    {
        ModelResult result = ModelReader.Read(new SourceFile("model.xml", LenientXmlParser.Parse(model, "model.xml")), []);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
        AssertValid(model);
    }

    [Theory]
    [InlineData("<?xml-model href='zproto.xsd'?><class name='p'><message name='A'/></class>")]
    [InlineData("<class xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='zproto.xsd' name='p'><message name='A'/></class>")]
    public void A_model_may_name_its_schema(string model)
        => Assert.Empty(ModelReader.Read(new SourceFile("model.xml", LenientXmlParser.Parse(model, "model.xml")), []).Diagnostics);

    private static void AssertValid(string model)
    {
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = s_schema, ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings };
        var complaints = new List<string>();
        settings.ValidationEventHandler += (_, error) =>
        {
            // Of what it does not know the validator says so, as it was let through.
            if (error.Severity == XmlSeverityType.Error)
                complaints.Add($"{error.Exception.LineNumber}: {error.Message}");
        };
        using var reader = XmlReader.Create(new StringReader(model), settings);
        while (reader.Read())
            continue;
        Assert.Empty(complaints);
    }

    private static XmlSchemaSet Compile()
    {
        var set = new XmlSchemaSet();
        set.ValidationEventHandler += (_, error) => throw error.Exception;
        set.Add(null, Path.Combine(s_root, "src/ZProto.Core/schema/zproto.xsd"));
        set.Compile();
        return set;
    }

    private static IEnumerable<(string Element, string? Attribute)> Words(Schema term)
        => term.Attributes.Select(attribute => (term.Name, (string?)attribute)).Prepend((term.Name, null)).Concat(term.Children.SelectMany(Words));

    private static IEnumerable<XmlSchemaElement> Elements() => s_schema.GlobalElements.Values.Cast<XmlSchemaElement>();

    private static IEnumerable<XmlSchemaAttribute> Attributes(XmlSchemaElement element)
        => ((XmlSchemaComplexType)element.ElementSchemaType!).AttributeUses.Values.Cast<XmlSchemaAttribute>();

    private static IEnumerable<XmlSchemaEnumerationFacet> Enumerations()
        => s_schema.GlobalTypes.Values.OfType<XmlSchemaSimpleType>()
            .Select(type => type.Content)
            .OfType<XmlSchemaSimpleTypeRestriction>()
            .SelectMany(restriction => restriction.Facets.OfType<XmlSchemaEnumerationFacet>());

    private static IEnumerable<string> GetCompletions(string type)
    {
        var union = (XmlSchemaSimpleTypeUnion)((XmlSchemaSimpleType)s_schema.GlobalTypes[new XmlQualifiedName(type)]!).Content!;
        Assert.Contains(union.BaseMemberTypes!, member => member.TypeCode == XmlTypeCode.String && member.QualifiedName.Name == "string");
        return union.BaseMemberTypes!
            .Select(member => member.Content)
            .OfType<XmlSchemaSimpleTypeRestriction>()
            .SelectMany(restriction => restriction.Facets.OfType<XmlSchemaEnumerationFacet>())
            .Select(facet => facet.Value!);
    }

    private static void AssertExplained(XmlSchemaAnnotated part)
    {
        XmlSchemaDocumentation? documentation = part.Annotation?.Items.OfType<XmlSchemaDocumentation>().SingleOrDefault();
        string text = string.Concat(documentation?.Markup?.Select(node => node!.InnerText) ?? []);
        Assert.False(string.IsNullOrWhiteSpace(text), $"Line {part.LineNumber} of the schema has no documentation.");
    }
}
