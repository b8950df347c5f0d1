using Microsoft.CodeAnalysis.CSharp;

namespace ZProto.Generator.Tests.Driver;

/// <summary>A project that uses the generator.</summary>
internal sealed record TestProject
{
    public TestProject(params TestModel[] models) => Models = [.. models];

    public IReadOnlyList<TestModel> Models { get; init; }

    /// <summary>The project's own C#.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public string RootNamespace { get; init; } = "Sample";

    /// <summary>The property <c>ZProtoTransport</c>, or empty.</summary>
    public string Transport { get; init; } = "";

    /// <summary>The packages that it references beside the runtime, such as <c>ZProto.NetMQ</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp11;

    /// <summary>A project with one model, <c>model.xml</c>.</summary>
    public static TestProject With(string model) => new(new TestModel("model.xml", model));

    /// <summary>A project with a server, <c>model.xml</c>, and protocols.</summary>
    public static TestProject WithServer(string model, params TestModel[] protocols) => new([new TestModel("model.xml", model), .. protocols]);

    /// <summary>A project with a client, <c>model.xml</c>, its protocol, and what else there is.</summary>
    public static TestProject WithClient(string model, params TestModel[] others) => new([new TestModel("model.xml", model), .. others]);

    /// <summary>This project with a model in the place of another of its path.</summary>
    public TestProject Replace(TestModel model)
        => this with { Models = [.. Models.Select(other => other.Path == model.Path ? model : other)] };
}
