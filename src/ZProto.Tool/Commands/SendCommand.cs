using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ZProto.Model;
using ZProto.Tool.Dynamic;
using ZProto.Transports;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto send</c>: sends a message from a DEALER, and shows what comes back.</summary>
internal static class SendCommand
{
    private const double DefaultWait = 5;

    public static Command Create(Terminal terminal, IReadOnlyDictionary<string, Func<ITransport>> transports)
    {
        Argument<string> model = CommonArguments.Model();
        Argument<string> message = CommonArguments.Message();
        Argument<string[]> fields = CommonArguments.Fields();
        var endpoint = new Option<string>("--to") { Description = "Where to: tcp://127.0.0.1:5670, ipc:///tmp/socket.", HelpName = "endpoint", Required = true };
        var wait = new Option<double>("--wait") { Description = "How long to wait for all replies.", HelpName = "seconds", DefaultValueFactory = _ => DefaultWait };
        wait.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double seconds) && seconds is not (>= 0 and <= 86_400))
                result.AddError("--wait takes 0 to 86400 seconds.");
        });
        var replies = new Option<int>("--replies") { Description = "How many replies to wait for; 0 for none, and nothing says then whether the message arrived.", HelpName = "n", DefaultValueFactory = _ => 1 };
        replies.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int count) && count < 0)
                result.AddError("--replies takes 0 or more.");
        });
        var options = new TransportOptions(transports);
        Option<string> framing = CommonArguments.Framing();
        Option<bool> json = CommonArguments.Json();
        var command = new Command("send", "Send a message to an endpoint, and print the replies. Ends with 4 when the peer does not answer in time.") { model, message, fields, endpoint, wait, replies, framing, json };
        options.AddTo(command);
        // On a thread of its own, so that an interrupt can cancel it.
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(
            terminal,
            new Request(
                EncodeCommand.ReadProtocol(parsed.GetRequiredValue(model), parsed.GetRequiredValue(framing), terminal),
                parsed.GetRequiredValue(message),
                parsed.GetValue(fields) ?? [],
                parsed.GetRequiredValue(endpoint),
                options.GetSecurity(parsed),
                TimeSpan.FromSeconds(parsed.GetValue(wait)),
                parsed.GetValue(replies)),
            options.GetTransport(parsed),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Run(Terminal terminal, Request request, ITransport transport, bool isJson, CancellationToken cancellationToken)
    {
        if (request.Protocol.PubSub)
            throw ToolException.Usage($"protocol '{request.Protocol.Name.Text}' has pubsub=\"1\": its messages are published, and send cannot do that");
        MultipartMessage frames = DynamicMessage.Create(request.Protocol, request.Message, null, request.Fields).Encode();
        using ITransportLoop loop = transport.CreateLoop();
        // Without replies to wait for, the end of the socket waits until the message has left.
        using ITransportSocket socket = loop.CreateSocket(SocketType.Dealer, new SocketOptions { Linger = request.Replies == 0 ? request.Wait : TimeSpan.Zero, Security = request.Security });
        socket.Connect(request.Endpoint);
        using CancellationTokenRegistration registration = cancellationToken.Register(loop.Wake);
        var deadline = new Deadline(loop, request.Wait, cancellationToken);

        // Without a limit on what waits to be sent, a DEALER that is connected takes it at once.
        if (socket.Send([], frames) != SendResult.Sent)
            throw new ToolException(ExitCode.Transport, $"{transport.Name} took no message for {request.Endpoint}");
        bool isValid = true;
        for (int received = 0; received < request.Replies; received++)
        {
            ReceivedMessage reply;
            while (!socket.TryReceive(out reply))
            {
                if (!deadline.Wait())
                    throw new ToolException(ExitCode.NoAnswer, received == 0 ? $"no answer from {request.Endpoint} within {Seconds(request.Wait)}" : $"{received} of {request.Replies} replies from {request.Endpoint} within {Seconds(request.Wait)}");
            }
            isValid &= PrintReply(terminal, request.Protocol, reply.Frames, isJson);
        }
        return isValid ? ExitCode.Success : ExitCode.Errors;
    }

    private static bool PrintReply(Terminal terminal, ProtocolModel protocol, IMultipartMessage frames, bool isJson)
    {
        var reader = new FrameReader(frames);
        if (DynamicMessage.Decode(protocol, ref reader, "server", out DecodeError error) is { } message)
        {
            if (isJson)
                terminal.WriteJson(MessageOutput.Json(message));
            else
                MessageOutput.Write(terminal, message);
            return true;
        }
        terminal.WriteError($"the reply is no message of '{protocol.Name.Text}': {error}");
        for (int i = 0; i < frames.Count; i++)
            terminal.Error.WriteLine($"  {HexText.Format(frames.GetFrame(i))}");
        return false;
    }

    private static string Seconds(TimeSpan wait) => $"{wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";

    /// <summary>What is asked of the command.</summary>
    private sealed record Request(ProtocolModel Protocol, string Message, string[] Fields, string Endpoint, SocketSecurity? Security, TimeSpan Wait, int Replies);

    /// <summary>The time that all waits have together.</summary>
    private sealed class Deadline(ITransportLoop loop, TimeSpan wait, CancellationToken cancellationToken)
    {
        // An in-process DEALER is not woken when a peer binds.
        private static readonly TimeSpan s_longestSleep = TimeSpan.FromMilliseconds(100);

        private readonly long _start = Stopwatch.GetTimestamp();

        /// <summary>Waits until there may be something to do.</summary>
        /// <returns>False when the time is over.</returns>
        public bool Wait()
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan left = wait - Stopwatch.GetElapsedTime(_start);
            if (left <= TimeSpan.Zero)
                return false;
            loop.Wait(left < s_longestSleep ? left : s_longestSleep);
            return true;
        }
    }
}
