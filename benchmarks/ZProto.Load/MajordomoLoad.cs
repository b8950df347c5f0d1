using System.Diagnostics;
using Majordomo;
using ZProto.Transports;

namespace ZProto.Load;

/// <summary>
/// Echoes through client, broker and worker of Majordomo, each in a process of its own, one at a time and without waiting: with the
/// sample's broker and with one written by hand, in turn and in one run.
/// </summary>
internal static class MajordomoLoad
{
    private const int Rounds = 5;
    private const int Echoes = 100_000;
    private const string AnyEndpoint = "tcp://127.0.0.1:*";

    private static readonly string s_self = typeof(MajordomoLoad).Assembly.Location;

    /// <summary>Compares the two brokers.</summary>
    public static async Task RunAsync()
    {
        Console.WriteLine($"| workers | client | seconds for {Echoes:N0} echoes | with the broker by hand | share | half of the pairs |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (int workers in (int[])[1, 10])
        {
            foreach (string kind in (string[])["one at a time", "asynchronous"])
                await CompareAsync(workers, kind);
        }
    }

    /// <summary>Runs one part, if the arguments ask for one.</summary>
    public static async Task<bool> TryRunPartAsync(string[] args)
    {
        switch (args)
        {
            case ["majordomo", "broker"]:
                await using (var broker = new MdpBroker { Options = { Transport = new SocketsTransport(), Socket = new SocketOptions { MaxConnectionsPerAddress = 0 } } })
                {
                    Console.WriteLine(await broker.BindAsync(AnyEndpoint));
                    await Console.In.ReadLineAsync();
                }
                return true;
            case ["majordomo", "hand"]:
                _ = Task.Run(() => HandBroker.Run(new SocketsTransport(), AnyEndpoint, Console.WriteLine));
                await Console.In.ReadLineAsync();
                return true;
            case ["majordomo", "workers", var endpoint, var count]:
                await WorkAsync(endpoint, int.Parse(count));
                return true;
            case ["majordomo", "call", var endpoint, var kind, var count]:
                Console.WriteLine(kind == "asynchronous" ? await CallAsynchronouslyAsync(endpoint, int.Parse(count)) : await CallAsync(endpoint, int.Parse(count)));
                return true;
            default:
                return false;
        }
    }

    // Pairs, so that a busy moment of the machine falls on both; each is first in every other pair. The first warms both.
    private static async Task CompareAsync(int workers, string kind)
    {
        using Process engine = Start("broker"), hand = Start("hand");
        string engineEndpoint = (await engine.StandardOutput.ReadLineAsync())!, handEndpoint = (await hand.StandardOutput.ReadLineAsync())!;
        using Process engineWorkers = Start("workers", engineEndpoint, $"{workers}"), handWorkers = Start("workers", handEndpoint, $"{workers}");
        await engineWorkers.StandardOutput.ReadLineAsync();
        await handWorkers.StandardOutput.ReadLineAsync();
        var pairs = new List<(double Engine, double Hand)>();
        for (int round = 0; round <= Rounds; round++)
        {
            double byHand = round % 2 == 0 ? await CallAsync(handEndpoint, kind) : 0;
            double byEngine = await CallAsync(engineEndpoint, kind);
            if (round % 2 != 0)
                byHand = await CallAsync(handEndpoint, kind);
            if (round > 0)
                pairs.Add((byEngine, byHand));
        }
        foreach (Process process in (Process[])[engineWorkers, handWorkers, engine, hand])
            process.Kill();
        List<double> shares = [.. pairs.Select(pair => pair.Hand / pair.Engine).Order()];
        Console.WriteLine(
            $"| {workers} | {kind} | {Median(pairs.Select(pair => pair.Engine)):N2} | {Median(pairs.Select(pair => pair.Hand)):N2} | {shares[Rounds / 2]:N2} | {shares[Rounds / 4]:N2} to {shares[Rounds * 3 / 4]:N2} |");
    }

    private static async Task<double> CallAsync(string endpoint, string kind)
    {
        using Process client = Start("call", endpoint, kind, $"{Echoes}");
        string line = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return double.Parse(line);
    }

    private static double Median(IEnumerable<double> figures) => figures.Order().ElementAt(Rounds / 2);

    private static Process Start(params string[] part)
        => Processes.Start(["dotnet", s_self, "majordomo", .. part]);

    private static async Task WorkAsync(string endpoint, int count)
    {
        var transport = new SocketsTransport();
        for (int i = 0; i < count; i++)
        {
            var worker = new MdpWorker { Options = { Transport = transport } };
            await worker.OpenAsync(endpoint, "echo");
            _ = worker.RunAsync((body, _) => ValueTask.FromResult(body));
        }
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
    }

    private static async Task<double> CallAsync(string endpoint, int count)
    {
        await using var client = new MdpClient { Options = { Transport = new SocketsTransport() } };
        await client.OpenAsync(endpoint);
        FrameList body = Bodies.ToBody("Hello world");
        for (int i = 0; i < count / 10; i++)
            await client.RequestAsync("echo", body);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            await client.RequestAsync("echo", body);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> CallAsynchronouslyAsync(string endpoint, int count)
    {
        await using var client = new MdpAsyncClient { Options = { Transport = new SocketsTransport() } };
        await client.OpenAsync(endpoint);
        FrameList body = Bodies.ToBody("Hello world");
        await ExchangeAsync(client, body, count / 10);
        long started = Stopwatch.GetTimestamp();
        await ExchangeAsync(client, body, count);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task ExchangeAsync(MdpAsyncClient client, FrameList body, int count)
    {
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < count; i++)
                await client.SendAsync("echo", body);
        });
        for (int i = 0; i < count; i++)
            await client.ReceiveAsync();
        await sending;
    }
}
