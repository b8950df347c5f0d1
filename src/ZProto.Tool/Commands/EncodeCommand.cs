using System.CommandLine;
using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Tool.Dynamic;
using ZProto.Tool.Models;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto encode</c>: fields to bytes.</summary>
internal static class EncodeCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> model = CommonArguments.Model();
        Argument<string> message = CommonArguments.Message();
        Argument<string[]> fields = CommonArguments.Fields();
        Option<string?> topic = CommonArguments.Topic();
        Option<string> framing = CommonArguments.Framing();
        Option<bool> json = CommonArguments.Json();
        var command = new Command("encode", "Encode a message, and print its frames in hex, one a line.") { model, message, fields, topic, framing, json };
        command.SetAction(parsed =>
        {
            ProtocolModel protocol = ReadProtocol(parsed.GetRequiredValue(model), parsed.GetRequiredValue(framing), terminal);
            DynamicMessage made = DynamicMessage.Create(protocol, parsed.GetRequiredValue(message), parsed.GetValue(topic), parsed.GetValue(fields) ?? []);
            string[] frames = MessageOutput.Hex(made.Encode());
            if (parsed.GetValue(json))
                terminal.WriteJson(new { message = made.Model.Name.Text, frames });
            else
                Array.ForEach(frames, terminal.Output.WriteLine);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The protocol of a model: its own, or that of an engine.</summary>
    public static ProtocolModel ReadProtocol(string path, string framing, Terminal terminal)
    {
        CompiledModel model = ToolModels.CompileValid([path], framing, null, terminal.WriteError)[0].Model!;
        return ((model as CompiledEngine)?.Protocol ?? (CompiledProtocol)model).Model;
    }
}
