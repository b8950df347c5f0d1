using System.Diagnostics;
using Broker;
using ZProto.Transports;

namespace ZProto.Load;

/// <summary>Stream messages through the Broker sample: writers that write as fast as they can, and readers that count.</summary>
/// <remarks>The time on the processors is that of broker, clients and transport together; it tells more than the clock on a machine with other work.</remarks>
internal static class BrokerLoad
{
    private const int Subjects = 10;
    private const int ContentSize = 100;
    private const int InFlight = 100;
    private const int Messages = 100_000;

    public static async Task RunAsync(IEnumerable<(ITransport Transport, string Endpoint)> transports)
    {
        Console.WriteLine("| transport | writers | readers | each reads | published | published/s | delivered | delivered/s | CPU µs per delivery |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((ITransport transport, string endpoint) in transports)
        {
            foreach ((int writers, int readers, bool readsAll) in ((int, int, bool)[])[(1, 1, true), (1, 10, true), (10, 10, false), (10, 90, false)])
            {
                // The median of three turns.
                var turns = new List<(double Elapsed, double Cpu)>();
                for (int turn = 0; turn < 3; turn++)
                    turns.Add(await TurnAsync(transport, endpoint, writers, readers, readsAll));
                double median = turns.Select(turn => turn.Elapsed).Order().ElementAt(1);
                double cpu = turns.Select(turn => turn.Cpu).Order().ElementAt(1);
                long delivered = (long)readers * Messages / (readsAll ? 1 : Subjects);
                Console.WriteLine(
                    $"| {transport.Name} | {writers} | {readers} | {(readsAll ? "all" : $"1 of {Subjects} subjects")} | {Messages:N0} | {Messages / median:N0} | {delivered:N0} | {delivered / median:N0} | {cpu * 1_000_000 / delivered:N2} |");
            }
        }
    }

    private static async Task<(double Elapsed, double Cpu)> TurnAsync(ITransport transport, string endpoint, int writers, int readers, bool readsAll)
    {
        await using var broker = new BrokerServer { Options = { Transport = transport }, ClientTimeout = TimeSpan.Zero };
        // As much as there is: what is measured is how fast all of it comes.
        await broker.SetLimitsAsync(Messages, 1, 1);
        string bound = await broker.BindAsync(endpoint);
        await using var loop = new EventLoop(transport);
        var clients = new List<BrokerClient>();
        try
        {
            for (int i = 0; i < writers + readers; i++)
                clients.Add(await new BrokerClient { Options = { Loop = loop }, Patience = TimeSpan.Zero }.OpenAsync(bound, $"client {i}"));
            for (int i = 0; i < readers; i++)
                await clients[writers + i].SubscribeAsync("load", readsAll ? "" : $"^{i % Subjects}$");

            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            IEnumerable<Task> reading = clients[writers..].Select(reader => Task.Run(() => ReadAsync(reader, Messages / (readsAll ? 1 : Subjects))));
            IEnumerable<Task> writing = clients[..writers].Select(writer => Task.Run(() => WriteAsync(writer, Messages / writers)));
            await Task.WhenAll([.. reading, .. writing]);
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private static async Task WriteAsync(BrokerClient writer, int messages)
    {
        string[] subjects = [.. Enumerable.Range(0, Subjects).Select(subject => $"{subject}")];
        byte[] content = new byte[ContentSize];
        var sending = new Queue<Task>(InFlight);
        for (int i = 0; i < messages; i++)
        {
            // They go out in the order of the calls, awaited one by one or not.
            if (sending.Count == InFlight)
                await sending.Dequeue();
            sending.Enqueue(writer.PublishAsync("load", subjects[i % Subjects], content));
        }
        await Task.WhenAll(sending);
    }

    private static async Task ReadAsync(BrokerClient reader, int messages)
    {
        await foreach (BrokerMsg message in reader.ReceiveAllAsync())
        {
            if (message.Id != BrokerMsg.MessageId.Publication)
                throw new InvalidOperationException($"A reader got {message}.");
            if (--messages == 0)
                return;
        }
    }
}
