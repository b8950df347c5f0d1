using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Generator.Client;
using ZProto.Generator.Codec;
using ZProto.Generator.Hosts;
using ZProto.Generator.Mesh;
using ZProto.Generator.Parts;
using ZProto.Generator.Server;
using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Reading;

namespace ZProto.Generator;

/// <summary>
/// Generates codecs, servers, clients, meshes and nodes from the models of a project. No step that leads to a source looks at the project's C#, so an edit there
/// generates nothing again; a step whose result is equal to the one before ends the work after it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ZProtoGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<GeneratorInput> files = AdditionalFiles(context)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => GeneratorInput.Create(pair.Left, pair.Right));

        IncrementalValuesProvider<CompilerInput> items = files
            .Where(static file => file.Use == FileUse.Candidate)
            .Select(static (file, cancellationToken) => file.Read(cancellationToken))
            .WithTrackingName(Steps.Items);

        IncrementalValueProvider<ProjectOptions> options = context.AnalyzerConfigOptionsProvider
            .Combine(context.ParseOptionsProvider)
            .Combine(DefaultTransport.References(context))
            .Combine(ZyrePackage.IsReferenced(context))
            .Select(static (all, _) => ProjectOptions.Read(all.Left.Left.Left, (CSharpParseOptions)all.Left.Left.Right, all.Left.Right, all.Right));

        IncrementalValueProvider<ProjectOutput> project = Read(items)
            .Combine(options)
            .Select(static (pair, _) => ProjectOutput.Create(pair.Left, pair.Right));

        // Models are identified by their files: by their indexes, all after one that comes or goes would run again.
        IncrementalValuesProvider<GeneratorOutput> models = items
            .Combine(project)
            .SelectMany(static (pair, _) => pair.Right.Find(pair.Left.File.Path) is { } output
                ? ImmutableArray.Create(output)
                : ImmutableArray<GeneratorOutput>.Empty)
            .WithTrackingName(Steps.Models);

        // Of the compilation nothing but this, which an edit leaves as it is.
        IncrementalValueProvider<PathMap> paths = context.CompilationProvider.Select(static (compilation, _) => PathMap.Create(compilation));

        IncrementalValuesProvider<GeneratedFile> generated = models
            .SelectMany(static (model, _) => model.Sources)
            .Combine(paths)
            .Select(static (pair, _) => new GeneratedFile(pair.Left.HintName, Emit(pair.Left, pair.Right)))
            .WithTrackingName(Steps.Files);

        context.RegisterSourceOutput(generated, static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(
            models.SelectMany(static (model, _) => model.Diagnostics).WithTrackingName(Steps.Diagnostics),
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        CheckParts(context, models, files);
    }

    /// <summary>Reads models. Each is read again when its own file changes, one that it includes, or which files there are.</summary>
    private static IncrementalValueProvider<ImmutableArray<ReadModel>> Read(IncrementalValuesProvider<CompilerInput> items)
    {
        IncrementalValuesProvider<(CompilerInput Input, ReadModel? Read)> models = items
            .Where(static item => item.IsModel)
            .Select(static (item, _) => (Input: item, Read: ReadModel.TryCreate(item)))
            .WithTrackingName(Steps.Read);

        IncrementalValueProvider<ModelFiles> files = items.Collect().Select(static (all, _) => new ModelFiles(all.Select(item => item.File)));

        IncrementalValuesProvider<ReadModel> including = models
            .Where(static model => model.Read is null)
            .Combine(files)
            .Select(static (pair, _) => (pair.Left.Input, Files: pair.Right.GetIncluded(pair.Left.Input.File)))
            .Select(static (pair, _) => ReadModel.Create(pair.Input, new ModelFiles(pair.Files)))
            .WithTrackingName(Steps.ReadWithIncludes);

        return models
            .SelectMany(static (model, _) => model.Read is { } read ? ImmutableArray.Create(read) : ImmutableArray<ReadModel>.Empty)
            .Collect()
            .Combine(including.Collect())
            .Select(static (pair, _) => pair.Left.AddRange(pair.Right));
    }

    /// <summary>Says where the user's parts of engines and the models miss each other. Nothing of this goes into the files of models.</summary>
    private static void CheckParts(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<GeneratorOutput> models, IncrementalValuesProvider<GeneratorInput> files)
    {
        IncrementalValueProvider<EquatableArray<UserClass>> classes = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => UserClass.IsCandidate(node), static (found, _) => UserClass.Read((ClassDeclarationSyntax)found.Node))
            .WithTrackingName(Steps.Classes)
            .Collect()
            .Select(static (all, _) => all.ToEquatableArray());

        IncrementalValueProvider<EquatableArray<EnginePart>> engines = models
            .Select(static (model, _) => EnginePart.Create(model))
            .Collect()
            .Select(static (all, _) => all.OfType<EnginePart>().ToEquatableArray());

        IncrementalValueProvider<bool> hasFailed = models.Collect().Select(static (all, _) => all.Any(model => model.HasFailed));

        IncrementalValueProvider<(EquatableArray<EnginePart> Engines, EquatableArray<UserClass> Classes)> parts = engines.Combine(classes);

        // Other XML may be large and of no interest: it is opened only where something is missing.
        IncrementalValueProvider<bool> hasModels = models.Collect().Select(static (all, _) => all.Length > 0);
        IncrementalValueProvider<EquatableArray<ForgottenModel>> forgotten = files
            .Where(static file => file.Use == FileUse.Other)
            .Combine(parts.Combine(hasModels).Select(static (all, _) => !all.Right || PartChecks.HasOrphans(all.Left.Engines, all.Left.Classes)))
            .Select(static (pair, cancellationToken) => pair.Right ? ForgottenModel.Read(pair.Left.Text, cancellationToken) : null)
            .Collect()
            .Select(static (all, _) => all.OfType<ForgottenModel>().ToEquatableArray());

        IncrementalValueProvider<PartReport> report = parts
            .Combine(hasFailed)
            .Combine(forgotten)
            .Select(static (all, _) => PartChecks.Check(all.Left.Left.Engines, all.Left.Right, all.Left.Left.Classes, all.Right))
            .WithTrackingName(Steps.Parts);

        context.RegisterSourceOutput(report, static (output, report) =>
        {
            foreach (ModelDiagnostic diagnostic in report.Diagnostics)
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            if (report.Recovery.Length > 0)
                output.AddSource("ZProto.Recovery.g.cs", report.Recovery);
        });

        // With models, most that is unknown here is only not generated yet.
        IncrementalValuesProvider<ModelDiagnostic> unknown = forgotten
            .Combine(hasModels)
            .Select(static (pair, _) => pair.Right ? EquatableArray<ForgottenModel>.Empty : pair.Left)
            .Combine(context.CompilationProvider)
            .SelectMany(static (pair, cancellationToken) => ForgottenClasses.Find(pair.Left, pair.Right, cancellationToken));
        context.RegisterSourceOutput(unknown, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }

    /// <summary>The additional files. One that the project names twice, as a model and as an additional file, is there once.</summary>
    private static IncrementalValuesProvider<AdditionalText> AdditionalFiles(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<HashSet<AdditionalText>> firsts = context.AdditionalTextsProvider
            .Collect()
            .Select(static (all, _) => new HashSet<AdditionalText>(all.GroupBy(text => text.Path, StringComparer.Ordinal).Select(same => same.First())));
        return context.AdditionalTextsProvider
            .Combine(firsts)
            .Where(static pair => pair.Right.Contains(pair.Left))
            .Select(static (pair, _) => pair.Left);
    }

    private static string Emit(ModelSource source, PathMap paths) => source switch
    {
        CodecSource codec => CodecEmitter.Emit(codec, paths),
        HostSource { Model: MeshModel mesh } host => MeshEmitter.Emit(host, mesh, paths),
        HostSource host => ServerEmitter.Emit(host, paths),
        ClientSource client => ClientEmitter.Emit(client, paths),
        _ => throw new ArgumentException($"There is no emitter of {source.GetType().Name}.", nameof(source)),
    };

    /// <summary>The names of the pipeline's steps, by which tests follow what runs again.</summary>
    public static class Steps
    {
        /// <summary>Text to XML, a model at a time.</summary>
        public const string Items = "ZProto.Items";

        /// <summary>XML to models, a model at a time.</summary>
        public const string Read = "ZProto.Read";

        /// <summary>The same for models that include other files.</summary>
        public const string ReadWithIncludes = "ZProto.ReadWithIncludes";

        /// <summary>Models to what is generated from them, with their names and protocols.</summary>
        public const string Models = "ZProto.Models";

        /// <summary>Models to C#, a model at a time.</summary>
        public const string Files = "ZProto.Files";

        /// <summary>What is wrong with the models.</summary>
        public const string Diagnostics = "ZProto.Problems";

        /// <summary>The user's partial classes, by their text.</summary>
        public const string Classes = "ZProto.Classes";

        /// <summary>Where these and the models miss each other.</summary>
        public const string Parts = "ZProto.Parts";
    }
}
