using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests;

/// <summary>Models that several tests use.</summary>
internal static class Models
{
    /// <summary>A model of this project's folder <c>Models</c>.</summary>
    public static TestModel Load(string name) => new($"{name}.xml", Repository.Read($"tests/ZProto.Generator.Tests/Models/{name}.xml"));

    /// <summary>The model of the tree that has every feature, and what it includes.</summary>
    public static TestModel[] Example { get; } =
    [
        new("models/zproto_example.xml", Repository.Read("models/zproto_example.xml")),
        new("models/license.xml", Repository.Read("models/license.xml")) { IsDeclared = false },
    ];

    /// <summary>The model of the tree whose fields are frames, and what it includes.</summary>
    public static TestModel[] Majordomo { get; } = [new("models/majordomo.xml", Repository.Read("models/majordomo.xml")), Example[1]];

    /// <summary>A small protocol of a name, with one message that has one field.</summary>
    public static TestModel Small(string name, string field = "text")
        => new($"{name}.xml", $"""
            <class name = "{name}" script = "zproto_codec">
                <message name = "SAY"><field name = "{field}" type = "string" /></message>
            </class>
            """);
}
