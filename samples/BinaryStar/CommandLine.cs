using ZProto;
using ZProto.Transports;

namespace BinaryStar;

/// <summary>What the arguments ask for.</summary>
/// <param name="Part">What to run: <c>demo</c>, <c>primary</c>, <c>backup</c> or <c>client</c>.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Endpoints">Where each server is for clients, by its role.</param>
/// <param name="StateEndpoints">Where each server publishes its state, by its role.</param>
/// <param name="Pause">What a client waits between two numbers.</param>
internal sealed record CommandLine(
    string Part, ITransport Transport, IReadOnlyDictionary<Role, string> Endpoints, IReadOnlyDictionary<Role, string> StateEndpoints, TimeSpan Pause)
{
    public const string Usage = """
        Usage: BinaryStar [demo | primary | backup | client] [options]

        demo      a pair, a client, failover and recovery, in one process (default)
        primary   one server of the pair, until Ctrl+C
        backup    the other
        client    gets number after number, until Ctrl+C

        --transport libzmq | netmq   default netmq
        --primary ENDPOINT           where the primary is for clients; default tcp://127.0.0.1:5001
        --backup ENDPOINT            where the backup is for clients; default tcp://127.0.0.1:5002
        --primary-state ENDPOINT     where the primary publishes its state; default tcp://127.0.0.1:5003
        --backup-state ENDPOINT      where the backup does; default tcp://127.0.0.1:5004
        --pause MILLISECONDS         between two numbers of a client; default 1000
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        var options = new Dictionary<string, string>
        {
            ["--transport"] = "netmq",
            ["--primary"] = "tcp://127.0.0.1:5001",
            ["--backup"] = "tcp://127.0.0.1:5002",
            ["--primary-state"] = "tcp://127.0.0.1:5003",
            ["--backup-state"] = "tcp://127.0.0.1:5004",
            ["--pause"] = "1000",
        };
        string part = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "demo";
        if (part is not ("demo" or "primary" or "backup" or "client"))
            throw new FormatException($"'{part}' is not understood.");
        for (int i = args.Length > 0 && part == args[0] ? 1 : 0; i < args.Length; i += 2)
        {
            if (!options.ContainsKey(args[i]) || i + 1 == args.Length)
                throw new FormatException($"'{args[i]}' is not an option, or needs a value.");
            options[args[i]] = args[i + 1];
        }
        if (!ushort.TryParse(options["--pause"], out ushort pause))
            throw new FormatException($"'{options["--pause"]}' is not a pause.");
        return new CommandLine(
            part,
            CreateTransport(options["--transport"]),
            new Dictionary<Role, string> { [Role.Primary] = options["--primary"], [Role.Backup] = options["--backup"] },
            new Dictionary<Role, string> { [Role.Primary] = options["--primary-state"], [Role.Backup] = options["--backup-state"] },
            TimeSpan.FromMilliseconds(pause));
    }

    private static ITransport CreateTransport(string name) => name switch
    {
        "netmq" => new NetMQTransport(),
        "libzmq" when LibZmqTransport.IsAvailable => new LibZmqTransport(),
        "libzmq" => throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        _ => throw new FormatException($"'{name}' is not a transport."),
    };
}
