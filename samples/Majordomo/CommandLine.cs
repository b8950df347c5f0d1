using ZProto;
using ZProto.Transports;

namespace Majordomo;

/// <summary>What the arguments ask for.</summary>
/// <param name="Part">What to run: <c>broker</c>, <c>worker</c>, <c>client</c>, or nothing for all in one process.</param>
/// <param name="Words">What comes after the part: the service, and what to ask it.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Endpoint">Where the broker is.</param>
/// <param name="Heartbeat">How often broker and workers hear of each other; three missing end it.</param>
internal sealed record CommandLine(string Part, IReadOnlyList<string> Words, ITransport Transport, string Endpoint, TimeSpan Heartbeat)
{
    public const string Usage = """
        Usage: Majordomo [options]                         a broker, workers and clients in one process
               Majordomo broker [options]                  a broker alone, until Ctrl+C
               Majordomo worker [SERVICE] [options]        a worker that echoes; its service is 'echo'
               Majordomo client [SERVICE [TEXT]] [options] asks a service once a second, until Ctrl+C

        --transport inproc | libzmq | netmq | sockets      default sockets
        --endpoint ENDPOINT                                default tcp://127.0.0.1:5555
        --heartbeat MILLISECONDS                           default 2500
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        List<string> words = [];
        string transport = "sockets", endpoint = "";
        int heartbeat = 2500;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--transport")
                transport = ValueOf(args, i++);
            else if (args[i] == "--endpoint")
                endpoint = ValueOf(args, i++);
            else if (args[i] == "--heartbeat")
                heartbeat = MillisecondsOf(args, i++);
            else if (args[i].StartsWith('-'))
                throw new FormatException($"'{args[i]}' is not understood.");
            else
                words.Add(args[i]);
        }
        string part = words.Count > 0 ? words[0] : "";
        int most = part switch { "" or "broker" => 1, "worker" => 2, "client" => 3, _ => 0 };
        if (words.Count > most)
            throw new FormatException($"'{words[most]}' is not understood.");
        return new CommandLine(part, [.. words.Skip(1)], TransportOf(transport, part), EndpointOf(endpoint, transport, part), TimeSpan.FromMilliseconds(heartbeat));
    }

    private static ITransport TransportOf(string name, string part) => name switch
    {
        "inproc" when part.Length > 0 => throw new FormatException($"In-process does not reach from one process to another: leave '{part}' away, or use another transport."),
        "inproc" => new InProcessTransport(),
        "libzmq" => LibZmqTransport.IsAvailable ? new LibZmqTransport() : throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        "netmq" => new NetMQTransport(),
        "sockets" => new SocketsTransport(),
        _ => throw new FormatException($"'{name}' is not a transport."),
    };

    private static string EndpointOf(string given, string transport, string part)
    {
        if (given.Length > 0)
            return given;
        if (transport == "inproc")
            return "inproc://majordomo";
        return part.Length == 0 ? "tcp://127.0.0.1:*" : "tcp://127.0.0.1:5555";
    }

    private static int MillisecondsOf(string[] args, int index)
        => int.TryParse(ValueOf(args, index), out int value) && value > 0 ? value : throw new FormatException($"'{args[index + 1]}' is not a number of milliseconds.");

    private static string ValueOf(string[] args, int index)
        => index + 1 < args.Length ? args[index + 1] : throw new FormatException($"'{args[index]}' needs a value.");
}
