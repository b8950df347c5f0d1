using ZProto.Transports;

namespace Hello;

/// <summary>What the arguments ask for.</summary>
/// <param name="Part">What to run: <c>server</c>, <c>client</c>, or nothing for both.</param>
/// <param name="Transport">What carries the messages.</param>
/// <param name="Endpoint">Where the server is.</param>
internal sealed record CommandLine(string Part, ITransport Transport, string Endpoint)
{
    public const string Usage = "Usage: Hello [server | client] [--transport inproc | libzmq | netmq | sockets] [--endpoint ENDPOINT]";

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        string part = "", transport = "", endpoint = "";
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] is "server" or "client" && part.Length == 0)
                part = args[i];
            else if (args[i] == "--transport")
                transport = ValueOf(args, i++);
            else if (args[i] == "--endpoint")
                endpoint = ValueOf(args, i++);
            else
                throw new FormatException($"'{args[i]}' is not understood.");
        }
        return Check(part, Transports.Named(transport.Length > 0 ? transport : "netmq"), endpoint);
    }

    private static CommandLine Check(string part, ITransport transport, string endpoint)
    {
        TransportCapabilities can = transport.Capabilities;
        if (part.Length > 0 && !can.HasFlag(TransportCapabilities.Tcp))
            throw new FormatException($"The {transport.Name} transport does not reach from one process to another: leave '{part}' away, or use a transport that does.");
        if (endpoint.Length == 0)
            endpoint = !can.HasFlag(TransportCapabilities.Tcp) ? "inproc://hello" : part.Length == 0 ? "tcp://127.0.0.1:*" : "tcp://127.0.0.1:5670";
        bool fits = endpoint.Split("://")[0] switch
        {
            "tcp" => can.HasFlag(TransportCapabilities.Tcp),
            "ipc" => can.HasFlag(TransportCapabilities.Ipc),
            "inproc" => part.Length == 0,
            _ => false,
        };
        if (!fits)
            throw new FormatException($"'{endpoint}' is no endpoint of the {transport.Name} transport{(part.Length > 0 ? " between two processes" : "")}.");
        return new CommandLine(part, transport, endpoint);
    }

    private static string ValueOf(string[] args, int place)
        => place + 1 < args.Length ? args[place + 1] : throw new FormatException($"'{args[place]}' needs a value.");
}
