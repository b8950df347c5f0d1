using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What is said of a loop that does not come back, while it does not.</summary>
public sealed class StuckLoopTests : TestServerTests
{
    private static readonly int Asked = TestServer.GetEvent(MessageId.Nothing);

    private const string OfActions = "the actions have not ended for a second";
    private const string OfLoop = "has not come to the end of a round for a second";

    [Fact]
    public async Task An_action_that_blocks_is_logged_once_while_it_blocks()
    {
        using var done = new ManualResetEventSlim();
        Server.On(Start, MessageId.Nothing, 0, _ => done.Wait());
        await using Peer<OddValues> peer = await PeerAsync();
        try
        {
            await peer.SendAsync(CreateNothing());
            Assert.Equal($"Warning: TestServer client 1: state state 1, event event {Asked}: {OfActions}, and the loop does nothing else until they do", await Book.WaitForAsync(OfActions));
            await BlockOthersAsync();
            Assert.Single(Book.Lines);
        }
        finally
        {
            done.Set();
        }
    }

    [Fact]
    public async Task A_cycle_that_sends_and_never_ends_is_logged_once_while_it_goes_on()
    {
        bool isOver = false;
        Server.Options.SendQueueFullMode = SendQueueFullMode.Drop;
        Server.On(Start, MessageId.Nothing, 0, client => client.SetNextEvent(Ok));
        Server.On(Start, Ok, 0, client => Answer(client), client =>
        {
            // Not so fast that the peer's queue takes no more, which would end it.
            Thread.Sleep(1);
            if (!Volatile.Read(ref isOver))
                client.SetNextEvent(Ok);
        });
        await using Peer<OddValues> peer = await PeerAsync();
        try
        {
            await peer.SendAsync(CreateNothing());
            Assert.Contains($"state state 1, event event {Ok}: ", await Book.WaitForAsync(OfActions), StringComparison.Ordinal);
            await BlockOthersAsync();
            Assert.Single(Book.Lines);
        }
        finally
        {
            Volatile.Write(ref isOver, true);
        }
    }

    [Fact]
    public async Task An_action_that_blocks_within_another_machines_is_logged_as_its_own()
    {
        using var done = new ManualResetEventSlim();
        Server.On(Start, MessageId.Nothing, Second, client => Answer(client));
        Server.On(Second, MessageId.Nothing, 0, _ => Server.SendEvent(Server.GetClients()[0], Ok));
        Server.On(Second, Ok, 0, _ => done.Wait());
        await using Peer<OddValues> first = await AskAsync();
        await using Peer<OddValues> second = await AskAsync();
        try
        {
            await second.SendAsync(CreateNothing());
            Assert.Contains($"TestServer client 1: state state 2, event event {Ok}: ", await Book.WaitForAsync(OfActions), StringComparison.Ordinal);
        }
        finally
        {
            done.Set();
        }
    }

    [Fact]
    public async Task Code_handed_to_the_loop_that_blocks_is_logged_while_it_blocks()
        => Assert.StartsWith("Warning: The loop of TestServer", await BlockAsync(Server, Book, OfLoop), StringComparison.Ordinal);

    [Fact]
    public async Task A_loop_that_waits_is_not_logged_however_long()
    {
        await PeerAsync();
        await BlockOthersAsync();
        Assert.Empty(Book.Lines);
    }

    /// <summary>Blocks other loops, begun after what came before, until two have been said to be blocked: as long as a line or two more would take.</summary>
    private static async Task BlockOthersAsync()
    {
        for (int i = 0; i < 2; i++)
        {
            var book = new RecordingLogger();
            await using var server = new TestServer { Options = { LoggerFactory = book } };
            await BlockAsync(server, book, OfLoop);
        }
    }

    private static async Task<string> BlockAsync(TestServer server, RecordingLogger book, string text)
    {
        using var done = new ManualResetEventSlim();
        Task work = server.InvokeAsync(() => done.Wait());
        try
        {
            return await book.WaitForAsync(text);
        }
        finally
        {
            done.Set();
            await work;
        }
    }
}
