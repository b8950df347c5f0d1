using System.CommandLine;
using Spectre.Console;
using ZProto.Model;
using ZProto.Tool.Dynamic;
using ZProto.Tool.Spying;
using ZProto.Transports;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto spy</c>: shows what clients and a server say to each other.</summary>
internal static class SpyCommand
{
    public static Command Create(Terminal terminal, IReadOnlyDictionary<string, Func<ITransport>> transports)
    {
        Argument<string> model = CommonArguments.Model();
        var at = new Option<string>("--at") { Description = "Where clients connect to instead of the server: tcp://*:5671.", HelpName = "endpoint", Required = true };
        var to = new Option<string>("--to") { Description = "Where the server is: tcp://127.0.0.1:5670.", HelpName = "endpoint", Required = true };
        var count = new Option<int>("--count") { Description = "End after so many messages; 0 for none, which is the default: Ctrl+C ends it.", HelpName = "n" };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int messages) && messages < 0)
                result.AddError("--count takes 0 or more.");
        });
        var options = new TransportOptions(transports);
        Option<string> framing = CommonArguments.Framing();
        Option<bool> json = CommonArguments.Json();
        var command = new Command("spy", "Stand between clients and a server, and print each message: of which client, from whom, its fields.\nMessages go on as they are.") { model, at, to, count, framing, json };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(
            terminal,
            EncodeCommand.ReadProtocol(parsed.GetRequiredValue(model), parsed.GetRequiredValue(framing), terminal),
            options.GetTransport(parsed),
            options.GetSecurity(parsed),
            (At: parsed.GetRequiredValue(at), To: parsed.GetRequiredValue(to), Count: parsed.GetValue(count)),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Run(Terminal terminal, ProtocolModel protocol, ITransport transport, SocketSecurity? security, (string At, string To, int Count) request, bool isJson, CancellationToken cancellationToken)
    {
        int seen = 0;
        using var proxy = new SpyProxy(transport, request.To, security)
        {
            Seen = (client, isFromClient, frames) =>
            {
                seen++;
                if (isJson)
                    terminal.WriteJsonLine(Json(protocol, client, isFromClient, frames));
                else
                    terminal.WriteLine(Describe(protocol, client, isFromClient, frames), isFromClient ? Color.Blue : Color.Green);
                terminal.Output.Flush();
            },
            Lost = (client, result) => terminal.WriteError($"a message of client {client} could not go on: {(result == SendResult.QueueFull ? "its queue is full" : "the peer has left")}"),
        };
        string bound = proxy.Bind(request.At);
        terminal.Error.WriteLine($"Listening at {bound}, for {request.To}.");
        proxy.Run(() => request.Count > 0 && seen >= request.Count, cancellationToken);
        return ExitCode.Success;
    }

    private static string Describe(ProtocolModel protocol, int client, bool isFromClient, IMultipartMessage frames)
    {
        string head = isFromClient ? $"{client} ->" : $"{client} <-";
        if (Decode(protocol, isFromClient, frames, out DecodeError error) is not { } message)
            return $"{head} no message of '{protocol.Name.Text}': {error}: {string.Join(' ', Hex(frames))}";
        IEnumerable<string> fields = message.Fields.Where(field => field is { IsLeftOut: false, Field.Constant: null }).Select(field => $" {Terminal.Sanitize(field.Field.Name.Text)}={field.Text}");
        return $"{head} {Terminal.Sanitize(message.Model.Name.Text)}{string.Concat(fields)}";
    }

    private static object Json(ProtocolModel protocol, int client, bool isFromClient, IMultipartMessage frames)
    {
        string from = isFromClient ? "client" : "server";
        return Decode(protocol, isFromClient, frames, out DecodeError error) is { } message
            ? new { client, from, content = MessageOutput.Json(message) }
            : new { client, from, error = error.ToString(), frames = Hex(frames) };
    }

    private static DynamicMessage? Decode(ProtocolModel protocol, bool isFromClient, IMultipartMessage frames, out DecodeError error)
    {
        var reader = new FrameReader(frames);
        return DynamicMessage.Decode(protocol, ref reader, isFromClient ? "client" : "server", out error);
    }

    private static string[] Hex(IMultipartMessage frames) => [.. Enumerable.Range(0, frames.Count).Select(i => HexText.Format(frames.GetFrame(i)))];
}
