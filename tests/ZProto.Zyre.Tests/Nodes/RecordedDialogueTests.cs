using System.Text;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>
/// A dialogue of a C node, alice, and a node of ZProto, bob, played again with the recorded C node: zyre 2.0.1 with czmq 4.2.1 and libzmq
/// 4.3.4, on 2026-12-01, each found by its beacon. A line of Wire/dialogue.txt is what came from C or went to it, frames in hexadecimal
/// with a bar between them; what bob did; what bob heard.
/// </summary>
public sealed class RecordedDialogueTests : NodeTests
{
    private static readonly Guid s_alice = Guid.ParseExact("D2FC266CDCA347B787F967E66591D992", "N");

    [Fact]
    public async Task A_node_says_to_a_recorded_C_node_what_it_said_to_the_real_one_byte_for_byte()
    {
        ZyreNode bob = await StartAsync(Options("bob") with { Headers = new Dictionary<string, string> { ["X-ROLE"] = "dotnet" } });
        await bob.JoinAsync("CHAT");
        await using FakePeer alice = await FakePeer.StartAsync(Loop, "alice", s_alice);
        Network.Report(alice.Id, alice.Endpoint);
        var heard = new List<string>();
        foreach (string line in Recording.ReadLines("dialogue.txt"))
        {
            string what = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            switch (line.Split(' ')[0])
            {
                case "from-c":
                    Assert.Empty(heard);
                    await alice.SendAsync(bob, [Recording.ToFrames(what)]);
                    await SettleAsync();
                    heard = await HeardAsync(bob);
                    break;
                case "to-c":
                    await alice.ReceivedAsync();
                    Assert.Equal(At(Recording.ToFrames(what), bob.Endpoint), At(alice.TakeFrames()!, bob.Endpoint));
                    break;
                case "hears":
                    Assert.Equal(what, heard[0]);
                    heard.RemoveAt(0);
                    break;
                case "pass":
                    await PassAsync(int.Parse(what, null));
                    break;
                default:
                    await DoAsync(bob, what);
                    break;
            }
            heard.AddRange(await HeardAsync(bob));
        }
        Assert.Equal(["alice exits", "end"], heard.Distinct());
        Assert.Null(alice.TakeFrames());
    }

    private static async Task DoAsync(ZyreNode bob, string what)
    {
        string[] words = what.Split(' ', 2);
        switch (words[0])
        {
            case "join":
                await bob.JoinAsync(words[1]);
                break;
            case "leave":
                await bob.LeaveAsync(words[1]);
                break;
            case "shout":
                string[] shout = words[1].Split('|');
                Assert.Equal(1, await bob.ShoutAsync(shout[0], shout[1]));
                break;
            case "whisper":
                Assert.True(await bob.WhisperAsync(s_alice, new ZyreMessage(words[1].Split('|').Select(Encoding.UTF8.GetBytes))));
                break;
            default:
                await bob.DisposeAsync();
                break;
        }
    }

    // Where a node is bound in the test is not where it was.
    private static IEnumerable<string> At(byte[][] frames, string endpoint)
    {
        var message = new ZreMsg();
        Assert.True(message.TryReadFrames(frames, out _));
        if (message.Id == ZreMsg.MessageId.Hello)
            message.Endpoint = endpoint;
        return message.ToFrames().Select(Convert.ToHexString);
    }
}
