using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>The sample as a program, in one process and in several.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--transport inproc")]
    [InlineData("--transport netmq")]
    public async Task The_demo_tells_its_story(string arguments)
    {
        using var demo = new SampleProcess("Majordomo", arguments);
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal("ada: mmi.service 'echo': 200", lines[1]);
        Assert.Equal("ada: mmi.service 'coffee': 404", lines[2]);
        Assert.Equal(["bob: request 1", "bob: request 2", "bob: request 3"], lines[6..9]);
        Assert.Equal("ada: echo 'Hello again': Hello again", lines[^1]);
    }

    [Theory]
    [InlineData("kitchen", "'kitchen' is not understood.")]
    [InlineData("broker echo", "'echo' is not understood.")]
    [InlineData("worker --endpoint", "'--endpoint' needs a value.")]
    [InlineData("worker --heartbeat 0", "'0' is not a number of milliseconds.")]
    [InlineData("--pigeon", "'--pigeon' is not understood.")]
    [InlineData("--transport pigeon", "'pigeon' is not a transport.")]
    [InlineData("client --transport inproc", "In-process does not reach from one process to another: leave 'client' away, or use another transport.")]
    public async Task Bad_arguments_are_told(string arguments, string problem)
    {
        using var sample = new SampleProcess("Majordomo", arguments);
        Assert.Empty(await sample.ReadToEndAsync());
        Assert.Equal(2, sample.ExitCode);
        Assert.Equal(problem, (await sample.ReadErrorsAsync())[0]);
    }

    [Fact]
    public async Task A_broker_is_killed_and_comes_back_and_workers_and_clients_find_it()
    {
        var transport = new SocketsTransport();
        // Only bounds a hang.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        SampleProcess broker = StartBroker("tcp://127.0.0.1:*");
        string endpoint = await EndpointAsync(broker);
        using var worker = new SampleProcess("Majordomo", $"worker echo --endpoint {endpoint} --heartbeat 100");
        await worker.ReadLineAsync("worker: ");
        await using var client = new MdpClient { Options = { Transport = transport } };
        await client.OpenAsync(endpoint);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal($"before {i}", await AskAsync(client, $"before {i}", patience.Token));
            // In flight, it is answered by the next broker, or fails; it does not hang.
            Task<FrameList> inFlight = client.RequestAsync("nowhere", Bodies.ToBody("x"), patience.Token);
            broker.Kill();
            broker.Dispose();
            broker = StartBroker(endpoint);
            await EndpointAsync(broker);
            await Assert.ThrowsAsync<TimeoutException>(() => inFlight);
        }
        Assert.Equal("after", await AskAsync(client, "after", patience.Token));
        broker.Dispose();
    }

    private static SampleProcess StartBroker(string endpoint) => new("Majordomo", $"broker --endpoint {endpoint} --heartbeat 100");

    private static async Task<string> EndpointAsync(SampleProcess broker) => (await broker.ReadLineAsync("broker: bound to ")).Split(' ')[3].TrimEnd(';');

    private static async Task<string> AskAsync(MdpClient client, string text, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                return (await client.RequestAsync("echo", Bodies.ToBody(text), patience)).ToText();
            }
            catch (TimeoutException)
            {
                // The worker has not found the broker yet.
            }
        }
    }
}
