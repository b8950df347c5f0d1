using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SocketType = System.Net.Sockets.SocketType;

namespace ZProto.Zyre.Tests;

/// <summary>Beacons on UDP, over loopback.</summary>
public sealed class UdpBeaconTests
{
    private readonly ZyreBeaconOptions _options = new()
    {
        Port = TestPort.Find(),
        Interval = TimeSpan.FromMilliseconds(20),
        Destinations = [IPAddress.Parse("127.255.255.255")],
    };

    [Fact]
    public async Task Nodes_of_one_machine_hear_each_other_come_and_go()
    {
        Guid[] ids = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid())];
        RecordingSink[] sinks = [new(), new(), new()];
        ZyreBeacon[] beacons = [.. ids.Select((id, i) => new ZyreBeacon(id, 49_152 + i, _options))];
        try
        {
            for (int i = 0; i < beacons.Length; i++)
                await beacons[i].StartAsync(sinks[i], CancellationToken.None);
            for (int i = 0; i < beacons.Length; i++)
            {
                string[] expected = [.. Others(i).Select(other => $"{ids[other]} tcp://127.0.0.1:{49_152 + other}")];
                HashSet<string> heard = [];
                while (heard.Count < expected.Length)
                    heard.Add(await sinks[i].NextAsync());
                Assert.Equal(expected.Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
            }
            await beacons[1].DisposeAsync();
            foreach (RecordingSink sink in (RecordingSink[])[sinks[0], sinks[2]])
                await sink.WaitForAsync($"{ids[1]} left");
        }
        finally
        {
            foreach (ZyreBeacon beacon in beacons)
                await beacon.DisposeAsync();
        }

        static IEnumerable<int> Others(int i) => Enumerable.Range(0, 3).Where(other => other != i);
    }

    [Fact]
    public async Task Stray_datagrams_do_no_harm()
    {
        var sink = new RecordingSink();
        await using var beacon = new ZyreBeacon(Guid.NewGuid(), 49_152, _options);
        await beacon.StartAsync(sink, CancellationToken.None);
        using var stranger = new UdpClient { EnableBroadcast = true };
        var everyone = new IPEndPoint(_options.Destinations[0], _options.Port);
        var random = new Random(15);
        for (int length = 0; length < 60; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            await stranger.SendAsync(bytes, everyone);
        }
        await stranger.SendAsync(new byte[60_000], everyone);
        var peer = Guid.NewGuid();
        byte[] real = new byte[Beacon.Length];
        new Beacon(peer, 7).Write(real);
        await stranger.SendAsync(real, everyone);
        Assert.Equal($"{peer} tcp://127.0.0.1:7", await sink.NextAsync());
    }

    [Fact]
    public async Task It_can_be_disposed_at_any_moment()
    {
        for (int i = 0; i < 200; i++)
        {
            var sink = new RecordingSink();
            var beacon = new ZyreBeacon(Guid.NewGuid(), 49_152, _options with { Interval = TimeSpan.FromMilliseconds(1) });
            await using var other = new ZyreBeacon(Guid.NewGuid(), 49_153, _options with { Interval = TimeSpan.FromMilliseconds(1) });
            await beacon.StartAsync(sink, CancellationToken.None);
            await other.StartAsync(new RecordingSink(), CancellationToken.None);
            await Task.WhenAll(Task.Run(Dispose), Task.Run(Dispose));
            int reported = sink.Count;
            await Task.Yield();
            Assert.Equal(reported, sink.Count);

            async Task Dispose()
            {
                Thread.SpinWait(i * 100);
                await beacon.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_hundred_nodes_take_no_threads_of_their_own()
    {
        int before = Threads();
        ZyreBeacon[] beacons = [.. Enumerable.Range(0, 100).Select(i => new ZyreBeacon(Guid.NewGuid(), 49_152 + i, _options))];
        RecordingSink[] sinks = [.. beacons.Select(_ => new RecordingSink())];
        try
        {
            for (int i = 0; i < beacons.Length; i++)
                await beacons[i].StartAsync(sinks[i], CancellationToken.None);
            foreach (RecordingSink sink in sinks)
            {
                HashSet<string> heard = [];
                while (heard.Count < beacons.Length - 1)
                    heard.Add(await sink.NextAsync());
            }
            Assert.InRange(Threads() - before, int.MinValue, 50);
        }
        finally
        {
            foreach (ZyreBeacon beacon in beacons)
                await beacon.DisposeAsync();
        }

        static int Threads()
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }
    }

    [Fact]
    public async Task A_port_that_another_program_has_for_itself_is_an_error_that_names_it()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
        other.Bind(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)other.LocalEndPoint!).Port;
        await using var beacon = new ZyreBeacon(Guid.NewGuid(), 49_152, _options with { Port = port });
        TransportException error = await Assert.ThrowsAsync<TransportException>(async () => await beacon.StartAsync(new RecordingSink(), CancellationToken.None));
        Assert.StartsWith($"UDP port {port} cannot be bound for beacons: ", error.Message, StringComparison.Ordinal);
    }
}
