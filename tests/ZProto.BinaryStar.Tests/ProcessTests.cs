using System.Net;
using System.Net.Sockets;

namespace ZProto.BinaryStar.Tests;

/// <summary>Two servers and a client, each a process, over TCP, and killed without a word.</summary>
public sealed class ProcessTests
{
    // Only bounds a hang: how long a failover takes is for the tests on a fake clock.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _endpoints;

    public ProcessTests()
    {
        int[] ports = GetFreePorts(4);
        _endpoints = $"--primary tcp://127.0.0.1:{ports[0]} --backup tcp://127.0.0.1:{ports[1]} --primary-state tcp://127.0.0.1:{ports[2]} --backup-state tcp://127.0.0.1:{ports[3]}";
    }

    [Theory]
    [InlineData("netmq")]
    [InlineData("libzmq")]
    public async Task The_primary_is_killed_and_stays_passive_and_is_back_when_the_backup_is_killed(string transport)
    {
        if (transport == "libzmq" && !LibZmqTransport.IsAvailable)
            return;
        using SampleProcess backup = Start("backup", transport);
        using var client = new SampleProcess("BinaryStar", $"client --transport {transport} --pause 10 {_endpoints}");
        using (SampleProcess primary = Start("primary", transport))
        {
            await primary.ReadLineAsync("primary: active", s_patience);
            await backup.ReadLineAsync("backup: passive", s_patience);
            await ReadNumbersAsync(client);
            primary.Kill();
        }
        await backup.ReadLineAsync("backup: active", s_patience);
        await ReadNumbersAsync(client);
        using SampleProcess again = Start("primary", transport);
        await again.ReadLineAsync("primary: passive", s_patience);
        await ReadNumbersAsync(client);
        backup.Kill();
        // The next state that it comes to: it was passive until now.
        Assert.Equal("primary: active", await again.ReadLineAsync("primary: ", s_patience));
        await ReadNumbersAsync(client);
        using SampleProcess backupAgain = Start("backup", transport);
        await backupAgain.ReadLineAsync("backup: passive", s_patience);
        await ReadNumbersAsync(client);
    }

    [Fact]
    public async Task A_server_whose_endpoint_is_in_use_says_so()
    {
        using SampleProcess primary = Start("primary", "netmq");
        await primary.ReadLineAsync("primary: waits", s_patience);
        using SampleProcess second = Start("primary", "netmq");
        Assert.Empty(await second.ReadToEndAsync());
        Assert.Equal(1, second.ExitCode);
        Assert.NotEmpty(await second.ReadErrorsAsync());
    }

    private SampleProcess Start(string part, string transport) => new("BinaryStar", $"{part} --transport {transport} {_endpoints}");

    // Ten in a row, and more than before.
    private static async Task ReadNumbersAsync(SampleProcess client)
    {
        ulong last = 0;
        for (int i = 0; i < 10;)
        {
            string line = await client.ReadLineAsync("client: ", s_patience);
            if (!ulong.TryParse(line["client: ".Length..], out ulong number))
                continue;
            Assert.True(number > last, line);
            last = number;
            i++;
        }
    }

    // Not those that the system gives to others, as servers come back to them.
    private static int[] GetFreePorts(int count)
    {
        List<TcpListener> listeners = [];
        try
        {
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException)
                {
                    // In use.
                }
            }
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (TcpListener listener in listeners)
                listener.Stop();
        }
    }
}
