using System.Net;
using ZProto.Zyre;

namespace ZyreChat;

/// <summary>What the arguments ask for.</summary>
/// <param name="Name">One's name; null for the demo.</param>
/// <param name="Room">The room.</param>
/// <param name="IsLocal">Whether to stay within this machine.</param>
/// <param name="BeaconPort">The UDP port by which all find each other.</param>
internal sealed record CommandLine(string? Name, string Room, bool IsLocal, int BeaconPort)
{
    public const string Usage = """
        Usage: Zyre [NAME] [options]

        NAME                chats from the console by that name; without one, three chat in one process

        --room ROOM         default CHAT
        --local             stays within this machine
        --beacon-port PORT  by which all find each other; default 5670
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They cannot be meant; the message says why.</exception>
    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine(null, "CHAT", false, ZyreBeaconOptions.DefaultPort);
        for (int i = 0; i < args.Length; i++)
        {
            line = args[i] switch
            {
                "--local" => line with { IsLocal = true },
                "--room" => line with { Room = Value(args, ++i) },
                "--beacon-port" when ushort.TryParse(Value(args, ++i), out ushort port) && port > 0 => line with { BeaconPort = port },
                { } name when line.Name is null && name.Length is > 0 and <= 50 && name[0] != '-' => line with { Name = name },
                _ => throw new FormatException($"'{args[i]}' is not understood."),
            };
        }
        return line;
    }

    /// <summary>The options of a node by that name.</summary>
    public ZyreOptions ToOptions(string name) => new()
    {
        Name = name,
        Endpoint = IsLocal ? "tcp://127.0.0.1:*" : "tcp://*:*",
        Beacon = new ZyreBeaconOptions { Port = BeaconPort, Destinations = IsLocal ? [IPAddress.Parse("127.255.255.255")] : [] },
    };

    private static string Value(string[] args, int index) => index < args.Length ? args[index] : throw new FormatException($"'{args[index - 1]}' needs a value.");
}
