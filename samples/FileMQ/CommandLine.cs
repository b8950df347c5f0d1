using ZProto;
using ZProto.Transports;

namespace FileMQ;

/// <summary>What the arguments ask for.</summary>
/// <param name="Command">What to run.</param>
/// <param name="Folders">The folders that it needs.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Endpoint">Where the server is.</param>
internal sealed record CommandLine(string Command, IReadOnlyList<string> Folders, ITransport Transport, string Endpoint)
{
    public const string Usage = """
        Usage: FileMQ [demo | track FROM TO | publish FROM | mirror TO] [--transport sockets | libzmq] [--endpoint ENDPOINT]

        demo     what happens to files in two folders, in one process (default)
        track    a server of FROM and a client with TO, in one process
        publish  a server of FROM
        mirror   a client with TO
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        var words = new List<string>();
        var options = new Dictionary<string, string> { ["--transport"] = "sockets", ["--endpoint"] = "" };
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                words.Add(args[i]);
            else if (options.ContainsKey(args[i]) && i + 1 < args.Length)
                options[args[i]] = args[++i];
            else
                throw new FormatException($"'{args[i]}' is not an option, or needs a value.");
        }
        string command = words.FirstOrDefault("demo");
        int folders = command switch
        {
            "demo" => 0,
            "publish" or "mirror" => 1,
            "track" => 2,
            _ => throw new FormatException($"'{command}' is not a command."),
        };
        if (words.Count > folders + 1 || (folders > 0 && words.Count != folders + 1))
            throw new FormatException($"'{command}' takes {folders} folders.");
        // 5670 is the port that is registered for FILEMQ.
        string endpoint = options["--endpoint"] is { Length: > 0 } given ? given : command is "demo" or "track" ? "tcp://127.0.0.1:*" : "tcp://127.0.0.1:5670";
        return new CommandLine(command, [.. words.Skip(1)], CreateTransport(options["--transport"]), endpoint);
    }

    private static ITransport CreateTransport(string name) => name switch
    {
        "sockets" => new SocketsTransport(),
        "libzmq" when LibZmqTransport.IsAvailable => new LibZmqTransport(),
        "libzmq" => throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        _ => throw new FormatException($"'{name}' is not a transport."),
    };
}
