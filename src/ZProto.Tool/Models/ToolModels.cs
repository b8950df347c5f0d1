using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Reading;

namespace ZProto.Tool.Models;

/// <summary>The models that the command was given, compiled as the generator compiles those of a project.</summary>
internal static class ToolModels
{
    /// <summary>Compiles models, in the order they were given.</summary>
    /// <param name="paths">Files, folders, or patterns.</param>
    /// <param name="framing">The framing of their protocols, or empty where the models say it.</param>
    /// <param name="code">Checks C# in them, or null.</param>
    public static IReadOnlyList<CompiledFile> Compile(IEnumerable<string> paths, string framing, ICodeChecks? code) => Compile(paths, _ => framing, code, "");

    private static IReadOnlyList<CompiledFile> Compile(IEnumerable<string> paths, Func<string, string> framing, ICodeChecks? code, string rootNamespace)
    {
        ToolInput input = ToolInput.Read(paths, framing);
        // The namespaces of a project's items are not known here.
        var options = new CompilerOptions(rootNamespace, "", code);
        var files = new ModelFiles(input.Files);
        Dictionary<string, CompiledFile> compiled = ModelCompiler.Compile(input.Models.Select(model => ReadModel.Create(model, files)), options).ToDictionary(file => file.Path);
        return [.. input.Given.Select(file => compiled[file.Path])];
    }

    /// <summary>Compiles models, which must have no errors.</summary>
    /// <param name="paths">Files, folders, or patterns.</param>
    /// <param name="framing">The framing of their protocols, or empty where the models say it.</param>
    /// <param name="code">Checks C# in them, or null.</param>
    /// <param name="reportError">Receives their errors.</param>
    /// <param name="rootNamespace">The project's namespace, where it is known.</param>
    public static IReadOnlyList<CompiledFile> CompileValid(IEnumerable<string> paths, string framing, ICodeChecks? code, Action<ModelDiagnostic> reportError, string rootNamespace = "")
        => CompileValid(paths, _ => framing, code, reportError, rootNamespace);

    /// <inheritdoc cref="CompileValid(IEnumerable{string}, string, ICodeChecks?, Action{ModelDiagnostic}, string)"/>
    /// <param name="paths">Files, folders, or patterns.</param>
    /// <param name="framing">The framing of the protocol of a file, or empty where its model says it.</param>
    /// <param name="code">Checks C# in them, or null.</param>
    /// <param name="reportError">Receives their errors.</param>
    /// <param name="rootNamespace">The project's namespace, where it is known.</param>
    public static IReadOnlyList<CompiledFile> CompileValid(IEnumerable<string> paths, Func<string, string> framing, ICodeChecks? code, Action<ModelDiagnostic> reportError, string rootNamespace = "")
    {
        IReadOnlyList<CompiledFile> files = Compile(paths, framing, code, rootNamespace);
        foreach (ModelDiagnostic error in files.SelectMany(file => file.Diagnostics).Where(diagnostic => diagnostic.IsError))
            reportError(error);
        if (files.Any(file => file.HasErrors))
            throw new ToolException(ExitCode.Errors, $"{string.Join(", ", files.Where(file => file.HasErrors).Select(file => file.Path))}: the model has errors");
        if (files.FirstOrDefault(file => file.Model is null) is { } foreign)
            throw new ToolException(ExitCode.Errors, $"{foreign.Path}: {foreign.Diagnostics[0].Message}");
        return files;
    }
}
