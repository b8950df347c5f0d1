namespace ZProto.Transport.Tests;

/// <summary>
/// What no peer would send, to a server over TCP: it lives on, serves others in the meantime, and keeps nothing of it. The server has a process of
/// its own, so that its memory and descriptors are its own, and so that one whose transport does not hold ends no test.
/// </summary>
public abstract class HostileBytesConformance(ServerProcesses processes) : ServerProcessTests(processes)
{
    private const int Short = 1_000;
    private const int Large = 100_000;

    public static TheoryData<string> Names => [.. HostileBytes.All.Keys];

    /// <summary>What aborts the process of a server on this transport, and by which exception: nothing, but where its library does not hold.</summary>
    protected virtual IReadOnlyDictionary<string, string> Aborts => new Dictionary<string, string>();

    [TransportTheory]
    [MemberData(nameof(Names))]
    public async Task A_server_that_is_sent_what_no_peer_would_send_serves_others_and_keeps_nothing_of_it(string name)
    {
        byte[] bytes = HostileBytes.All[name]();
        if (Aborts.TryGetValue(name, out string? exception))
        {
            await AssertAbortsAsync(bytes, exception);
            return;
        }

        // What the first ones take is there for the others.
        await SendAsync(bytes, rounds: bytes.Length < Large ? 10 : 2);
        await WaitUntilGoneAsync();
        ServerState before = await Server.LookAsync(collects: true);
        await SendAsync(bytes, rounds: bytes.Length < Large ? 50 : 8);
        if (bytes.Length < Short)
            await SendByteByByteAsync(bytes);
        await WaitUntilGoneAsync();
        ServerState after = await WaitUntilFlatAsync(before, (2 * MiB) + bytes.Length);
        Assert.Equal(0, after.Exceptions);
    }

    private async Task SendAsync(byte[] bytes, int rounds)
    {
        // Each stays for a while, while the next comes.
        var staying = new Queue<RawPeer>();
        for (int i = 0; i < rounds; i++)
        {
            RawPeer bad = await RawPeer.Connect(Server.Endpoint);
            staying.Enqueue(bad);
            if (i % 4 < 2)
                await bad.TrySendInTurn(bytes);
            else
                await bad.TrySend(bytes);
            await AssertServesAsync();
            if (staying.Count > 3)
                Leave(i);
        }
        for (int i = 0; staying.Count > 0; i++)
            Leave(i);
        await AssertServesAsync();

        void Leave(int i)
        {
            if (i % 2 == 0)
                staying.Dequeue().Reset();
            else
                staying.Dequeue().Dispose();
        }
    }

    private async Task SendByteByByteAsync(byte[] bytes)
    {
        using RawPeer bad = await RawPeer.Connect(Server.Endpoint);
        foreach (byte part in bytes)
        {
            if (!await bad.TrySend(part))
                break;
            await AssertServesAsync();
        }
    }

    private async Task AssertAbortsAsync(byte[] bytes, string exception)
    {
        using RawPeer bad = await RawPeer.Connect(Server.Endpoint);
        await bad.TrySend(bytes);
        Assert.Contains($"Unhandled exception. System.{exception}", await Server.WaitForAbortAsync(), StringComparison.Ordinal);
    }
}
