using ZProto;
using ZProto.Transports;

namespace LogCollector;

/// <summary>What the arguments ask for.</summary>
/// <param name="Part">What to run: <c>demo</c>, <c>collector</c>, <c>node</c> or <c>replay</c>.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Endpoint">Where the collector is for nodes.</param>
/// <param name="ReplayEndpoint">Where it is for clients.</param>
/// <param name="Store">The file of the store.</param>
/// <param name="Level">The least severe level that is wanted.</param>
/// <param name="Self">The endpoint that a node says is its own.</param>
internal sealed record CommandLine(string Part, ITransport Transport, string Endpoint, string ReplayEndpoint, string Store, byte Level, string Self)
{
    public const string Usage = """
        Usage: LogCollector [demo | collector | node | replay] [options]

        demo       nodes, collectors that come and go, and a replay, in one process (default)
        collector  collects and stores, until Ctrl+C
        node       logs an event a second, until Ctrl+C
        replay     prints what a collector has stored

        --transport libzmq | netmq      default netmq
        --endpoint ENDPOINT             where the collector is for nodes; default tcp://127.0.0.1:9992
        --replay-endpoint ENDPOINT      where it is for clients; default tcp://127.0.0.1:9993
        --store FILE                    default log.db
        --level error | warning | info  the least severe level that is wanted; default info
        --self ENDPOINT                 what a node says of itself; default tcp://127.0.0.1:5670
        """;

    private static readonly string[] s_levels = ["error", "warning", "info"];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        var options = new Dictionary<string, string>
        {
            ["--transport"] = "netmq",
            ["--endpoint"] = "tcp://127.0.0.1:9992",
            ["--replay-endpoint"] = "tcp://127.0.0.1:9993",
            ["--store"] = "log.db",
            ["--level"] = "info",
            ["--self"] = "tcp://127.0.0.1:5670",
        };
        string part = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "demo";
        if (part is not ("demo" or "collector" or "node" or "replay"))
            throw new FormatException($"'{part}' is not understood.");
        for (int i = args.Length > 0 && part == args[0] ? 1 : 0; i < args.Length; i += 2)
        {
            if (!options.ContainsKey(args[i]) || i + 1 == args.Length)
                throw new FormatException($"'{args[i]}' is not an option, or needs a value.");
            options[args[i]] = args[i + 1];
        }
        int level = Array.IndexOf(s_levels, options["--level"]) + 1;
        if (level == 0)
            throw new FormatException($"'{options["--level"]}' is not a level.");
        return new CommandLine(
            part, CreateTransport(options["--transport"]), options["--endpoint"], options["--replay-endpoint"], options["--store"], (byte)level, options["--self"]);
    }

    private static ITransport CreateTransport(string name) => name switch
    {
        "netmq" => new NetMQTransport(),
        "libzmq" when LibZmqTransport.IsAvailable => new LibZmqTransport(),
        "libzmq" => throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        _ => throw new FormatException($"'{name}' is not a transport."),
    };
}
