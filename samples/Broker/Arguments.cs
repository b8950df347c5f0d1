using System.Diagnostics.CodeAnalysis;
using ZProto;
using ZProto.Transports;

namespace Broker;

/// <summary>What the program is asked to do.</summary>
internal sealed record Arguments(string Command, ITransport Transport, string Endpoint)
{
    private const string Usage = """
        broker [demo|broker] [--transport inproc|libzmq|sockets] [--endpoint ENDPOINT]

        demo    a broker and some clients in one process, which say what they do (default)
        broker  a broker alone, until Ctrl+C
        """;

    /// <summary>Reads the arguments, or says what they can be.</summary>
    public static bool TryRead(string[] args, [NotNullWhen(true)] out Arguments? arguments)
    {
        string command = "demo";
        string? name = null, endpoint = null;
        arguments = null;
        for (int i = 0; i < args.Length; i++)
        {
            if (i == 0 && args[i] is "demo" or "broker")
                command = args[i];
            else if (args[i] == "--transport" && i + 1 < args.Length)
                name = args[++i];
            else if (args[i] == "--endpoint" && i + 1 < args.Length)
                endpoint = args[++i];
            else
                return Fail(Usage);
        }
        // In one process nothing else is needed; a broker alone is there for other processes.
        switch (name ?? (command == "demo" ? "inproc" : "libzmq"))
        {
            case "inproc":
                arguments = new Arguments(command, InProcessTransport.Shared, endpoint ?? "inproc://broker");
                return true;
            case "libzmq" when LibZmqTransport.IsAvailable:
                arguments = new Arguments(command, new LibZmqTransport(), endpoint ?? TcpEndpoint(command));
                return true;
            case "sockets":
                arguments = new Arguments(command, new SocketsTransport(), endpoint ?? TcpEndpoint(command));
                return true;
            case "libzmq":
                return Fail("libzmq is not installed (Debian: apt-get install libzmq5).");
            default:
                return Fail(Usage);
        }
    }

    private static string TcpEndpoint(string command) => command == "demo" ? "tcp://127.0.0.1:*" : "tcp://127.0.0.1:9999";

    private static bool Fail(string why)
    {
        Console.Error.WriteLine(why);
        return false;
    }
}
