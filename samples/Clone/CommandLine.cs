using System.Globalization;
using ZProto.Transports;

namespace Clone;

/// <summary>What the arguments ask for.</summary>
/// <param name="Part">What to run.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Primary">Where the primary is, or the server alone.</param>
/// <param name="Backup">Where the backup is.</param>
/// <param name="Subtree">What a client wants of the map.</param>
/// <param name="Count">How many values to set.</param>
internal sealed record CommandLine(string Part, ITransport Transport, ServerAddress Primary, ServerAddress Backup, string Subtree, int Count)
{
    public const string Usage = """
        Usage: Clone [demo | alone | primary | backup | set | watch | get] [options]

        demo     a pair of servers and clients in one process; the primary dies (default)
        alone    a server alone, until Ctrl+C
        primary  the primary server of a pair, until Ctrl+C
        backup   the backup server of a pair, until Ctrl+C
        set      sets values, one each 5 ms, and ends when all have come back
        watch    prints all changes, until Ctrl+C
        get      prints what there is

        --transport libzmq | netmq  default libzmq where it is installed, else netmq
        --host ADDRESS              where the servers are; default tcp://127.0.0.1
        --port PORT                 the first port of the primary; default 5556
        --backup-port PORT          the first port of the backup; default 5566
        --subtree SUBTREE           what watch and get want of the map; default all
        --count COUNT               how many values set sets; default 1000
        """;

    private static readonly string[] s_parts = ["demo", "alone", "primary", "backup", "set", "watch", "get"];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        var options = new Dictionary<string, string>
        {
            ["--transport"] = LibZmqTransport.IsAvailable ? "libzmq" : "netmq",
            ["--host"] = "tcp://127.0.0.1",
            ["--port"] = "5556",
            ["--backup-port"] = "5566",
            ["--subtree"] = "",
            ["--count"] = "1000",
        };
        string part = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "demo";
        if (!s_parts.Contains(part))
            throw new FormatException($"'{part}' is not understood.");
        for (int i = args.Length > 0 && part == args[0] ? 1 : 0; i < args.Length; i += 2)
        {
            if (!options.ContainsKey(args[i]) || i + 1 == args.Length)
                throw new FormatException($"'{args[i]}' is not an option, or needs a value.");
            options[args[i]] = args[i + 1];
        }
        if (!Chp.IsSubtree(options["--subtree"]))
            throw new FormatException($"'{options["--subtree"]}' is not a subtree: those begin and end with a slash.");
        return new CommandLine(
            part,
            CreateTransport(options["--transport"]),
            ServerAddress.At(options["--host"], Number("--port", 65_532)),
            ServerAddress.At(options["--host"], Number("--backup-port", 65_532)),
            options["--subtree"],
            Number("--count", int.MaxValue));

        int Number(string option, int largest)
            => int.TryParse(options[option], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 && number <= largest
                ? number
                : throw new FormatException($"'{option}' needs a number from 1 to {largest}, not '{options[option]}'.");
    }

    private static ITransport CreateTransport(string name) => name switch
    {
        "netmq" => new NetMQTransport(),
        "libzmq" when LibZmqTransport.IsAvailable => new LibZmqTransport(),
        "libzmq" => throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        _ => throw new FormatException($"'{name}' is not a transport."),
    };
}
