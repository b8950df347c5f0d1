using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Codec;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>
/// Generates codecs from the models of a project. No step looks at the project's C#, so an edit there runs nothing; a step
/// whose result is equal to the one before ends the work behind it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ZProtoGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<ModelItem>> items = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (Text: pair.Left, Metadata: ItemMetadata.Of(pair.Left, pair.Right)))
            .Where(static file => file.Metadata.IsCandidate)
            .Select(static (file, cancellation) => ModelItem.Read(file.Text, file.Metadata, cancellation))
            .WithTrackingName(Steps.Items)
            .Collect()
            .Select(static (all, _) => all.ToEquatableArray());

        IncrementalValueProvider<ProjectOptions> options = context.AnalyzerConfigOptionsProvider
            .Combine(context.ParseOptionsProvider)
            .Select(static (pair, _) => ProjectOptions.Of(pair.Left, (CSharpParseOptions)pair.Right));

        IncrementalValuesProvider<ProjectModel> models = items
            .Combine(options)
            .SelectMany(static (pair, cancellation) => Project.Read(pair.Left, pair.Right, cancellation))
            .WithTrackingName(Steps.Models);

        IncrementalValuesProvider<GeneratedFile> files = models
            .SelectMany(static (model, _) => model.Codec is null
                ? ImmutableArray<GeneratedFile>.Empty
                : ImmutableArray.Create(new GeneratedFile(model.HintName, CodecEmitter.Emit(model.Codec))))
            .WithTrackingName(Steps.Files);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => model.Problems).WithTrackingName(Steps.Problems),
            static (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }

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
