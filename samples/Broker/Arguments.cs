using System.Diagnostics.CodeAnalysis;
using ZProto;
using ZProto.Transports;

namespace Broker;

/// <summary>What the program is asked to do.</summary>
internal sealed record Arguments(string Command, ITransport Transport, string Endpoint, Users? Users)
{
    private const string Usage = """
        broker [demo|broker] [--transport inproc|libzmq|sockets] [--endpoint ENDPOINT] [--users FILE]

        demo    a broker and some clients in one process, which say what they do (default)
        broker  a broker alone, until Ctrl+C
        FILE    the users that a broker alone admits, each on a line: name=password
        """;

    /// <summary>Reads the arguments, or says what they can be.</summary>
    public static bool TryRead(string[] args, [NotNullWhen(true)] out Arguments? arguments)
    {
        string command = "demo";
        string? name = null, endpoint = null, users = null;
        arguments = null;
        for (int i = 0; i < args.Length; i++)
        {
            if (i == 0 && args[i] is "demo" or "broker")
                command = args[i];
            else if (args[i] == "--transport" && i + 1 < args.Length)
                name = args[++i];
            else if (args[i] == "--endpoint" && i + 1 < args.Length)
                endpoint = args[++i];
            else if (args[i] == "--users" && i + 1 < args.Length && command == "broker")
                users = args[++i];
            else
                return Fail(Usage);
        }
        // In one process nothing else is needed; a broker alone is there for other processes.
        switch (name ?? (command == "demo" ? "inproc" : "libzmq"))
        {
            case "inproc":
                arguments = new Arguments(command, InProcessTransport.Shared, endpoint ?? "inproc://broker", null);
                return users is null || Fail("In-process no one is asked for a password: use sockets or libzmq.");
            case "libzmq" when LibZmqTransport.IsAvailable:
                return TryMake(command, new LibZmqTransport(), endpoint, users, out arguments);
            case "sockets":
                return TryMake(command, new SocketsTransport(), endpoint, users, out arguments);
            case "libzmq":
                return Fail("libzmq is not installed (Debian: apt-get install libzmq5).");
            default:
                return Fail(Usage);
        }
    }

    private static bool TryMake(string command, ITransport transport, string? endpoint, string? users, [NotNullWhen(true)] out Arguments? arguments)
    {
        arguments = null;
        try
        {
            endpoint ??= command == "demo" ? "tcp://127.0.0.1:*" : "tcp://127.0.0.1:9999";
            arguments = new Arguments(command, transport, endpoint, users is null ? null : Users.Load(users));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return Fail(exception.Message);
        }
    }

    private static bool Fail(string why)
    {
        Console.Error.WriteLine(why);
        return false;
    }
}
