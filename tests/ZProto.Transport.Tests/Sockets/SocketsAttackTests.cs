using static ZProto.Transport.Tests.Zmtp;

namespace ZProto.Transport.Tests;

/// <summary>Peers by the thousand and floods of what is cheap to send: others are served in the meantime, and nothing is kept.</summary>
public sealed class SocketsAttackTests(ServerProcesses processes) : ServerProcessTests(processes)
{
    // What a leak for each peer would exceed.
    private const int BytesPerPeer = 256;

    private static readonly byte[] s_handshake = [.. Greeting(minor: 1), .. Ready()];

    protected override ITransport CreateTransport() => new SocketsTransport();

    [Fact]
    public async Task A_thousand_short_peers_leave_nothing_behind()
    {
        int peers = LongRun.Scale(1_000, most: 10_000);
        await ComeAndGo(200);
        await WaitUntilGoneAsync();
        ServerState before = await Server.LookAsync(collects: true);
        await ComeAndGo(peers);
        await WaitUntilGoneAsync();
        await WaitUntilFlatAsync(before, peers * BytesPerPeer);

        // Each leaves at another point, of the greeting, the handshake, a message.
        async Task ComeAndGo(int count)
        {
            byte[] bytes = [.. s_handshake, .. Message(HelloBytes.Ping(1)), .. Message([1, 2, 3], more: true)];
            for (int i = 0; i < count; i++)
            {
                using RawPeer peer = await RawPeer.Connect(Server.Endpoint);
                await peer.TrySend(bytes[..(i % (bytes.Length + 1))]);
                if (i % 3 == 0)
                    peer.Reset();
                if (i % 50 == 0)
                    await AssertServesAsync();
            }
        }
    }

    [Fact]
    public async Task Handshakes_that_are_never_finished_hold_up_no_one()
    {
        const int Peers = 200;
        var slow = new List<RawPeer>();
        try
        {
            for (int i = 0; i < Peers; i++)
                slow.Add(await RawPeer.Connect(Server.Endpoint));
            // A byte of each in turn; those that came first are the furthest.
            for (int at = 0; at < s_handshake.Length; at++)
            {
                for (int i = 0; i < Peers - (2 * at); i++)
                    await slow[i].TrySend(s_handshake[at]);
                await AssertServesAsync();
            }
        }
        finally
        {
            slow.ForEach(peer => peer.Dispose());
        }
        await WaitUntilGoneAsync();
    }

    public static TheoryData<string> Floods => [.. s_floods.Keys];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_holds_up_no_one_and_leaves_nothing_behind(string name)
    {
        byte[] part = s_floods[name]();
        await Flood(MiB);
        await WaitUntilGoneAsync();
        ServerState before = await Server.LookAsync(collects: true);
        await Flood(LongRun.Scale(4, most: 1_000) * MiB);
        await WaitUntilGoneAsync();
        await WaitUntilFlatAsync(before, MiB);

        // It reads nothing of what comes back. When the server has had enough it leaves, or does not read on: that is no harm to others.
        async Task Flood(int bytes)
        {
            using RawPeer bad = await RawPeer.Connect(Server.Endpoint);
            await bad.TrySend(s_handshake);
            Task<bool> flood = Task.Run(async () =>
            {
                for (int sent = 0; sent < bytes; sent += part.Length)
                {
                    if (!await bad.TrySend(part))
                        return false;
                }
                return true;
            });
            do
                await AssertServesAsync();
            while (!flood.IsCompleted);
            await flood;
        }
    }

    private static readonly Dictionary<string, Func<byte[]>> s_floods = new()
    {
        ["PING"] = () => Repeat(Command("PING", [0, 0, .. "0123456789abcdef"u8])),
        ["PONG"] = () => Repeat(Command("PONG")),
        ["unknown commands"] = () => Repeat(Command("X")),
        ["empty messages"] = () => Repeat(Message([])),
        ["empty frames of messages as long as they may be"] = () => Repeat([.. Enumerable.Repeat(Message([], more: true), 999).SelectMany(frame => frame), .. Message([])]),
        ["empty frames of a message without end"] = () => Repeat(Message([], more: true)),
        ["requests whose replies are not read"] = () => Repeat(Message(HelloBytes.Ping(1))),
    };

    private static byte[] Repeat(byte[] bytes)
        => [.. Enumerable.Repeat(bytes, 1 + (64 * 1024 / bytes.Length)).SelectMany(part => part)];
}
