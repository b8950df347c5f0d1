using System.CommandLine;
using ZProto.Model.Compiling;
using ZProto.Model.Naming;
using ZProto.Shared;
using ZProto.Tool.Models;
using ZProto.Tool.Stubs;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto stubs</c>: writes the user's part of an engine.</summary>
internal static class StubsCommand
{
    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("model") { Description = "The XML file of the server, client or mesh." };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write. One that exists is never overwritten. Without it, the C# goes to the standard output.", HelpName = "file" };
        var @namespace = new Option<string?>("--namespace") { Description = "The namespace of the generated part: the project's root namespace, unless the model names one." };
        var missing = new Option<string?>("--missing-from") { Description = "Write nothing; list the methods that a file of C# lacks, and end with 1 if there are any.", HelpName = "file" };
        var command = new Command("stubs", "Write your part of a server, client or mesh in C#: every method that the model asks for, to be filled in.") { model, output, @namespace, missing };
        command.SetAction(parsed =>
        {
            CompiledFile file = ToolModels.CompileValid([parsed.GetRequiredValue(model)], "", CodeChecks.Instance, terminal.WriteError, parsed.GetValue(@namespace) ?? "")[0];
            if (file.Model is not CompiledEngine engine)
                throw ToolException.Usage($"{file.Path} is a protocol: its codec is generated whole, and there is nothing to write");
            return parsed.GetValue(missing) is { } written
                ? List(terminal, engine, written)
                : Write(terminal, engine, parsed.GetValue(@namespace), parsed.GetValue(output));
        });
        return command;
    }

    private static int Write(Terminal terminal, CompiledEngine engine, string? given, string? file)
    {
        string chosen = engine.Model.Namespace?.Name.Text ?? given
            ?? throw ToolException.Usage("say with --namespace which namespace the project has, as the model names none");
        if (!CSharpIdentifier.IsNamespace(chosen))
            throw ToolException.Usage($"'{chosen}' is not a C# namespace");
        string text = StubFile.Write(engine, chosen);
        if (file is null)
        {
            terminal.Output.Write(text);
            return ExitCode.Success;
        }
        if (File.Exists(file))
            throw ToolException.Usage($"{file} is there already, and is not overwritten; --missing-from {file} lists what it lacks");
        using (var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew)))
            writer.Write(text);
        terminal.Output.WriteLine(file);
        return ExitCode.Success;
    }

    private static int List(Terminal terminal, CompiledEngine engine, string file)
    {
        if (!File.Exists(file))
            throw ToolException.Usage($"{file}: there is no such file");
        List<RequiredMember> missing = [.. StubFile.Missing(engine, File.ReadAllText(file))];
        foreach (RequiredMember member in missing)
            terminal.Output.WriteLine($"{StubFile.ClassOf(engine, member)}.{member.Name}({member.GetParameters().Replace("global::", "", StringComparison.Ordinal)})");
        return missing.Count == 0 ? ExitCode.Success : ExitCode.Errors;
    }
}
