using System.Diagnostics;
using ZProto.Transports;

namespace Freelance;

/// <summary>Measures look-ups with one server, with three, and with three of which two are dead, all in one process on loopback.</summary>
internal sealed class Demo(TextWriter output)
{
    private const int Count = 10_000;

    public static readonly Dictionary<string, string> Names = new() { ["shop"] = "tcp://127.0.0.1:5670", ["bank"] = "tcp://127.0.0.1:5680" };

    public async Task RunAsync()
    {
        await using var first = new NameServer(Names) { Options = { Transport = new SocketsTransport() } };
        await using var second = new NameServer(Names) { Options = { Transport = new SocketsTransport() } };
        await using var third = new NameServer(Names) { Options = { Transport = new SocketsTransport() } };
        string[] endpoints = [await first.BindAsync("tcp://127.0.0.1:*"), await second.BindAsync("tcp://127.0.0.1:*"), await third.BindAsync("tcp://127.0.0.1:*")];
        await MeasureAsync("one server (to warm up)", endpoints[..1]);
        await MeasureAsync("one server", endpoints[..1]);
        await MeasureAsync("three servers", endpoints);
        await second.DisposeAsync();
        await third.DisposeAsync();
        await MeasureAsync("three servers, two of them dead", endpoints);
    }

    private async Task MeasureAsync(string servers, string[] endpoints)
    {
        await using var client = new NameClient { Options = { Transport = new SocketsTransport() } };
        await client.AddServersAsync(endpoints);
        await client.LookUpAsync("shop");
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
            await client.LookUpAsync("shop");
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        await output.WriteLineAsync($"{servers}: {Count} look-ups, {took.TotalMicroseconds / Count:0} microseconds each");
    }
}
