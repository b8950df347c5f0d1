using System.CommandLine;
using ZProto.Model;
using ZProto.Tool.Dynamic;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto decode</c>: bytes to fields.</summary>
internal static class DecodeCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> model = CommonArguments.Model();
        var frames = new Argument<string[]>("frames")
        {
            Description = "The message's frames in hex, without a routing id; '' is an empty frame. A single - reads them from the standard input, one a line, as encode writes them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var role = new Option<string?>("--role") { Description = "Who sent it, where two messages look alike and the model gives them roles.", HelpName = "client|server" }.AcceptOnlyFromAmong("client", "server");
        Option<string> framing = CommonArguments.Framing();
        Option<bool> json = CommonArguments.Json();
        var command = new Command("decode", "Decode the frames of a message, and print its fields.") { model, frames, role, framing, json };
        command.SetAction(parsed => Run(terminal, EncodeCommand.ReadProtocol(parsed.GetRequiredValue(model), parsed.GetRequiredValue(framing), terminal), parsed.GetRequiredValue(frames), parsed.GetValue(role), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, ProtocolModel protocol, string[] hex, string? role, bool isJson)
    {
        if (hex is ["-"])
            hex = Lines(terminal.Input);
        byte[][] frames = [.. hex.Select((frame, i) => HexText.Parse(frame, $"frame {i + 1}"))];
        var reader = new FrameReader(frames);
        if (DynamicMessage.Decode(protocol, ref reader, role, out DecodeError error) is not { } message)
            throw new ToolException(ExitCode.Errors, $"no message of '{protocol.Name.Text}': {error}");
        if (isJson)
            terminal.WriteJson(MessageOutput.Json(message));
        else
            MessageOutput.Write(terminal, message);
        return ExitCode.Success;
    }

    private static string[] Lines(TextReader input)
    {
        var lines = new List<string>();
        while (input.ReadLine() is { } line)
            lines.Add(line);
        return lines.Count > 0 ? [.. lines] : throw ToolException.Usage("there are no frames in the standard input");
    }
}
