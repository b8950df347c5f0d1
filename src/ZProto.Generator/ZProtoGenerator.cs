using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Client;
using ZProto.Generator.Codec;
using ZProto.Generator.Server;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>
/// Generates codecs, servers and clients from the models of a project. No step looks at the project's C#, so an edit there runs nothing; a step
/// whose result is equal to the one before ends the work behind it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ZProtoGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelItem> items = Texts(context)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (Text: pair.Left, Metadata: ItemMetadata.Of(pair.Left, pair.Right)))
            .Where(static file => file.Metadata.IsCandidate)
            .Select(static (file, cancellation) => ModelItem.Read(file.Text, file.Metadata, cancellation))
            .WithTrackingName(Steps.Items);

        IncrementalValueProvider<ProjectOptions> options = context.AnalyzerConfigOptionsProvider
            .Combine(context.ParseOptionsProvider)
            .Combine(DefaultTransport.References(context))
            .Select(static (pair, _) => ProjectOptions.Of(pair.Left.Left, (CSharpParseOptions)pair.Left.Right, pair.Right));

        IncrementalValueProvider<EquatableArray<ProjectModel>> project = items
            .Collect()
            .Combine(options)
            .Select(static (pair, cancellation) => Project.Read(pair.Left, pair.Right, cancellation));

        // Models are told apart by their files: told by their places, all behind one that comes or goes would run again.
        IncrementalValuesProvider<ProjectModel> models = items
            .Combine(project)
            .SelectMany(static (pair, _) => pair.Right.Where(model => model.Path == pair.Left.Text.Path).ToImmutableArray())
            .WithTrackingName(Steps.Models);

        IncrementalValuesProvider<GeneratedFile> files = models
            .SelectMany(static (model, _) => Emit(model) is { } text
                ? ImmutableArray.Create(new GeneratedFile(model.HintName, text))
                : ImmutableArray<GeneratedFile>.Empty)
            .WithTrackingName(Steps.Files);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => model.Problems).WithTrackingName(Steps.Problems),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }

    /// <summary>The additional files. One that the project names twice, as a model and as an additional file, is there once.</summary>
    private static IncrementalValuesProvider<AdditionalText> Texts(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<HashSet<AdditionalText>> firsts = context.AdditionalTextsProvider
            .Collect()
            .Select(static (all, _) => new HashSet<AdditionalText>(all.GroupBy(text => text.Path, StringComparer.Ordinal).Select(same => same.First())));
        return context.AdditionalTextsProvider
            .Combine(firsts)
            .Where(static pair => pair.Right.Contains(pair.Left))
            .Select(static (pair, _) => pair.Left);
    }

    private static string? Emit(ProjectModel model)
        => model.Codec is not null ? CodecEmitter.Emit(model.Codec)
            : model.Server is not null ? ServerEmitter.Emit(model.Server)
            : model.Client is not null ? ClientEmitter.Emit(model.Client)
            : null;

    /// <summary>The names of the pipeline's steps, by which tests follow what runs again.</summary>
    public static class Steps
    {
        /// <summary>Text to XML, a model at a time.</summary>
        public const string Items = "ZProto.Items";

        /// <summary>XML to checked models with their includes.</summary>
        public const string Models = "ZProto.Models";

        /// <summary>Models to C#, a model at a time.</summary>
        public const string Files = "ZProto.Files";

        /// <summary>What is wrong with the models.</summary>
        public const string Problems = "ZProto.Problems";
    }
}
