namespace Titanic;

/// <summary>What the arguments ask for.</summary>
/// <param name="IsDemo">Whether broker, Titanic, worker and client run in this process.</param>
/// <param name="Endpoint">Where the broker is.</param>
/// <param name="Store">The file that requests and replies are in.</param>
/// <param name="Heartbeat">How often the broker hears of Titanic.</param>
internal sealed record CommandLine(bool IsDemo, string Endpoint, string Store, TimeSpan Heartbeat)
{
    public const string Usage = """
        Usage: Titanic                                a broker, Titanic, a worker and a client in one process
               Titanic titanic [options]              Titanic alone, until Ctrl+C

        --endpoint ENDPOINT                           where the broker is; default tcp://127.0.0.1:5555
        --store FILE                                  default titanic.db
        --heartbeat MILLISECONDS                      default 2500
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        if (args.Length == 0)
            return new CommandLine(true, "", "", default);
        if (args[0] != "titanic")
            throw new FormatException($"'{args[0]}' is not understood.");
        string endpoint = "tcp://127.0.0.1:5555", store = "titanic.db";
        int heartbeat = 2500;
        for (int i = 1; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"'{args[i]}' needs a value.");
            switch (args[i])
            {
                case "--endpoint":
                    endpoint = value;
                    break;
                case "--store":
                    store = value;
                    break;
                case "--heartbeat" when int.TryParse(value, out heartbeat) && heartbeat > 0:
                    break;
                default:
                    throw new FormatException($"'{args[i]} {value}' is not understood.");
            }
        }
        return new CommandLine(false, endpoint, store, TimeSpan.FromMilliseconds(heartbeat));
    }
}
