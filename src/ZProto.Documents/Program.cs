using ZProto.Model;
using ZProto.Tool;
using ZProto.Tool.Documents;
using ZProto.Tool.Models;

// The arguments are a format, the folder to write to, and the models. What is written goes to the output, for the build to keep.
try
{
    DocumentFormat format = DocumentFormat.Find(args[0]);
    format.WriteFiles(format.Select(ToolModels.CompileValid(args[2..], "", null, Complain)), args[1], Console.Out);
    return ExitCode.Success;
}
catch (Exception exception) when (exception is ToolException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"zproto: error : {exception.Message}");
    return (exception as ToolException)?.ExitCode ?? ExitCode.Usage;
}

static void Complain(ModelDiagnostic diagnostic)
    => Console.Error.WriteLine(diagnostic);
