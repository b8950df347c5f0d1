using System.Diagnostics;

namespace ZProto.Load;

/// <summary>Servers and their clients in processes of their own, in turn and in one run, as shares of a bare pair on libzmq in C.</summary>
internal static class Processes
{
    private const int Rounds = 5;
    private const string Seconds = "1";

    private static readonly string s_self = typeof(Processes).Assembly.Location;

    public static async Task RunAsync()
    {
        string bare = BuildPeer();
        using Server c = await Server.StartAsync(bare, "server");
        using Server sockets = await Server.StartAsync("dotnet", s_self, "serve", "sockets");
        using Server libzmq = await Server.StartAsync("dotnet", s_self, "serve", "libzmq");
        using Server netmq = await Server.StartAsync("dotnet", s_self, "serve", "NetMQ");
        using Server libzmqEcho = await Server.StartAsync("dotnet", s_self, "echo", "libzmq");
        using Server netmqEcho = await Server.StartAsync("dotnet", s_self, "echo", "NetMQ");
        using Server tcp = await Server.StartAsync("dotnet", s_self, "serve", "tcp");

        Console.WriteLine("| server | client | connections | in flight | round trips/s | share of | | p50 / p99 µs | of that |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((int connections, int inFlight) in ((int, int)[])[(1, 1), (1, 200), (1, 1_000), (100, 10)])
        {
            foreach ((string name, Server server) in ((string, Server)[])[("Hello on sockets", sockets), ("Hello on libzmq", libzmq), ("Hello on NetMQ", netmq)])
                await CompareAsync(name, "libzmq in C", server, FromC, "ROUTER of libzmq in C", c, FromC, connections, inFlight);
        }
        foreach (int inFlight in (int[])[200, 1_000])
        {
            await CompareAsync("Hello on libzmq", "libzmq in C", libzmq, FromC, "bare ROUTER on the same transport", libzmqEcho, FromC, 1, inFlight);
            await CompareAsync("Hello on NetMQ", "libzmq in C", netmq, FromC, "bare ROUTER on the same transport", netmqEcho, FromC, 1, inFlight);
        }
        foreach (int inFlight in (int[])[1, 200])
            await CompareAsync("Hello on sockets", "DEALER on sockets", sockets, FromSockets, "pair of libzmq in C", c, FromC, 1, inFlight);
        await CompareAsync("Hello on sockets", "DEALER on sockets", sockets, FromSockets, "echo by TCP alone", tcp, FromTcp, 1, 200);

        string[] FromC(Server server, int connections, int inFlight) => [bare, "client", server.Endpoint, $"{connections}", $"{inFlight}", Seconds];
        string[] FromSockets(Server server, int connections, int inFlight) => ["dotnet", s_self, "call", "sockets", server.Endpoint, $"{connections}", $"{inFlight}", Seconds];
        string[] FromTcp(Server server, int connections, int inFlight) => ["dotnet", s_self, "call", "tcp", server.Endpoint, $"{connections}", $"{inFlight}", Seconds];
    }

    // Pairs, so that a busy moment of the machine falls on both; each is first in every other pair.
    private static async Task CompareAsync(
        string name, string client, Server server, Func<Server, int, int, string[]> call, string peerName, Server peer, Func<Server, int, int, string[]> callPeer, int connections, int inFlight)
    {
        var pairs = new List<(double[] One, double[] Other)>();
        for (int round = 0; round <= Rounds; round++)
        {
            double[] other = round % 2 == 0 ? await CallAsync(callPeer(peer, connections, inFlight)) : [];
            double[] one = await CallAsync(call(server, connections, inFlight));
            if (round % 2 != 0)
                other = await CallAsync(callPeer(peer, connections, inFlight));
            // The first warms both.
            if (round > 0)
                pairs.Add((one, other));
        }
        Console.WriteLine(
            $"| {name} | {client} | {connections} | {inFlight} | {Median(pair => pair.One[0]):N0} | {peerName} | {Median(pair => pair.One[0] / pair.Other[0]):N2} "
            + $"| {Median(pair => pair.One[1]):N0} / {Median(pair => pair.One[2]):N0} | {Median(pair => pair.Other[1]):N0} / {Median(pair => pair.Other[2]):N0} |");

        double Median(Func<(double[] One, double[] Other), double> figure) => pairs.Select(figure).Order().ElementAt(pairs.Count / 2);
    }

    private static async Task<double[]> CallAsync(string[] command)
    {
        using Process process = Start(command);
        string line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. line.Split(' ').Select(double.Parse)];
    }

    private static string BuildPeer()
    {
        string source = Path.Combine(Path.GetDirectoryName(s_self)!, "zmq_peer.c");
        string built = Path.Combine(Path.GetDirectoryName(s_self)!, "zmq_peer");
        using Process compiler = Start(["cc", "-O2", "-o", built, source, "-lzmq"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? built : throw new InvalidOperationException("zmq_peer.c cannot be compiled: a C compiler and libzmq's header are needed.");
    }

    /// <summary>Starts a part whose input and output are read and written here.</summary>
    public static Process Start(string[] command)
        => Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private sealed class Server(Process process, string endpoint) : IDisposable
    {
        public string Endpoint => endpoint;

        public static async Task<Server> StartAsync(params string[] command)
        {
            Process process = Start(command);
            return new Server(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{command[0]} did not start."));
        }

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}
