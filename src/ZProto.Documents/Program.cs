using ZProto.Model;
using ZProto.Tool;
using ZProto.Tool.Documents;
using ZProto.Tool.Models;

// The arguments are a format, the folder to write to, and the models, each after its item's framing and a bar. What is written goes to
// the output, for the build to keep.
try
{
    DocumentFormat format = DocumentFormat.Find(args[0]);
    Dictionary<string, string> framing = args[2..].Select(model => model.Split('|', 2)).ToDictionary(parts => parts[1], parts => parts[0]);
    format.WriteFiles(format.Select(ToolModels.CompileValid(framing.Keys, path => framing.GetValueOrDefault(path, ""), null, Complain)), args[1], Console.Out);
    return ExitCode.Success;
}
catch (Exception exception) when (exception is ToolException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"zproto: error : {exception.Message}");
    return (exception as ToolException)?.ExitCode ?? ExitCode.Usage;
}

static void Complain(ModelDiagnostic diagnostic)
    => Console.Error.WriteLine(diagnostic);
