using System.Globalization;

namespace Pirates;

/// <summary>What the arguments ask for.</summary>
/// <param name="Part">What to run: a demo, a part in a process of its own, or nothing for both demos.</param>
/// <param name="Clients">Where a server or the queue listens to clients.</param>
/// <param name="Workers">Where the queue listens to workers.</param>
/// <param name="Seed">What decides what goes wrong; null for nothing.</param>
/// <param name="Heartbeat">How often queue and workers hear of each other.</param>
internal sealed record CommandLine(string Part, string Clients, string Workers, int? Seed, TimeSpan Heartbeat)
{
    public const string Usage = """
        Usage: Pirates [lazy | paranoid] [--seed NUMBER]      one demo or both, in one process
               Pirates server | queue | worker | client       a part alone, until Ctrl+C

        --clients ENDPOINT         where the server or the queue is for clients; default tcp://127.0.0.1:5555
        --workers ENDPOINT         where the queue is for workers; default tcp://127.0.0.1:5556
        --seed NUMBER              decides what goes wrong; a server or worker alone is reliable without
        --heartbeat MILLISECONDS   of queue and worker; default 1000
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine("", "tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556", null, TimeSpan.FromSeconds(1));
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out string? word))
        {
            line = word switch
            {
                "lazy" or "paranoid" or "server" or "queue" or "worker" or "client" when line.Part.Length == 0 => line with { Part = word },
                "--clients" => line with { Clients = Value() },
                "--workers" => line with { Workers = Value() },
                "--seed" => line with { Seed = NumberOf(0) },
                "--heartbeat" => line with { Heartbeat = TimeSpan.FromMilliseconds(NumberOf(1)) },
                _ => throw new FormatException($"'{word}' is not understood."),
            };

            string Value() => rest.TryDequeue(out string? value) ? value : throw new FormatException($"'{word}' needs a value.");

            int NumberOf(int least)
            {
                string value = Value();
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
                    ? number
                    : throw new FormatException($"'{word}' needs a number from {least}, not '{value}'.");
            }
        }
        return line;
    }
}
