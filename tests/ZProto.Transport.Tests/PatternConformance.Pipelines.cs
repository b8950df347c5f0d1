namespace ZProto.Transport.Tests;

// What a PUSH deals out and a PULL takes in.
public abstract partial class PatternConformance
{
    // Enough for what a network keeps on the way, be it generous.
    private const int MoreThanFits = 4000;

    [TransportFact]
    public virtual async Task Ten_thousand_messages_are_pulled_whole_and_in_order()
    {
        const int Count = 10_000;
        TestSocket puller = await NewSocket(SocketType.Pull);
        TestSocket pusher = await NewConnected(SocketType.Push, await puller.Bind(AnyEndpoint));
        await pusher.Do((_, socket) =>
        {
            for (int i = 0; i < Count; i++)
                Assert.Equal(SendResult.Sent, socket.Send([], TestSocket.Buffer(BitConverter.GetBytes(i), [], BitConverter.GetBytes(~i))));
        });
        await AssertPullsNumbers(puller, Enumerable.Range(0, Count));
    }

    [TransportFact]
    public virtual async Task A_push_deals_its_messages_in_turn()
    {
        TestSocket first = await NewSocket(SocketType.Pull), second = await NewSocket(SocketType.Pull), third = await NewSocket(SocketType.Pull);
        TestSocket[] pullers = [first, second, third];
        TestSocket pusher = await NewSocket(SocketType.Push);
        foreach (TestSocket puller in pullers)
            await pusher.Connect(await puller.Bind(AnyEndpoint));
        for (int i = 0; i < 30; i++)
            await pusher.Send($"{i}|of 30");
        var turns = new HashSet<int>();
        foreach (TestSocket puller in pullers)
        {
            int turn = -1;
            for (int i = 0; i < 10; i++)
            {
                Received received = await puller.Receive();
                int number = int.Parse(received.Text.Split('|')[0]);
                turn = turn < 0 ? number % 3 : turn;
                Assert.Equal((i * 3) + turn, number);
            }
            turns.Add(turn);
        }
        Assert.Equal(3, turns.Count);
    }

    [TransportFact]
    public virtual async Task A_push_without_a_peer_has_no_one_to_send_to()
    {
        TestSocket pusher = await NewSocket(SocketType.Push);
        Assert.Equal(SendResult.QueueFull, await pusher.TrySend("hello|again"));
        await pusher.Bind(AnyEndpoint);
        Assert.Equal(SendResult.QueueFull, await pusher.TrySend("hello"));
    }

    [TransportFact]
    public virtual async Task A_push_whose_peers_are_full_says_so_and_loses_nothing()
    {
        TestSocket first = await NewSocket(SocketType.Pull, s_narrow), second = await NewSocket(SocketType.Pull, s_narrow);
        TestSocket pusher = await NewConnected(SocketType.Push, await first.Bind(AnyEndpoint), s_narrow);
        await pusher.Connect(await second.Bind(AnyEndpoint));
        int sent = await FillQueues(pusher);
        Assert.InRange(sent, 20, MoreThanFits - 1);
        var numbers = new List<int>();
        Task<List<int>>[] pulled = [PullUntilEnd(first), PullUntilEnd(second)];
        // One for each, whose turn it is when.
        while (!pulled.All(task => task.IsCompleted))
        {
            await pusher.TrySend("end");
            await Task.WhenAny(Task.WhenAll(pulled), Task.Delay(1));
        }
        foreach (Task<List<int>> task in pulled)
        {
            Assert.Equal((await task).Order(), await task);
            Assert.NotEmpty(await task);
            numbers.AddRange(await task);
        }
        Assert.Equal(Enumerable.Range(0, sent), numbers.Order());
    }

    [TransportFact]
    public virtual async Task A_push_skips_a_peer_whose_queue_is_full()
    {
        TestSocket idle = await NewSocket(SocketType.Pull, s_narrow), busy = await NewSocket(SocketType.Pull, s_narrow);
        TestSocket pusher = await NewConnected(SocketType.Push, await idle.Bind(AnyEndpoint), s_narrow);
        int waiting = await FillQueues(pusher);
        await pusher.Connect(await busy.Bind(AnyEndpoint));
        // What a network still takes on its way to the idle one is little.
        Task pulled = Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
                await busy.Receive();
        });
        while (!pulled.IsCompleted)
            await FillQueues(pusher);
        await pulled;
        await AssertPullsNumbers(idle, Enumerable.Range(0, waiting), frames: 4);
    }

    [TransportFact]
    public virtual async Task A_pull_hears_a_quiet_peer_beside_a_loud_one()
    {
        TestSocket puller = await NewSocket(SocketType.Pull, s_narrow);
        string endpoint = await puller.Bind(AnyEndpoint);
        TestSocket loud = await NewConnected(SocketType.Push, endpoint, s_narrow), quiet = await NewConnected(SocketType.Push, endpoint, s_narrow);
        await quiet.Send("hello");
        Assert.Equal("hello", (await puller.Receive()).Text);
        await FillQueues(loud);
        await quiet.Send("me too");
        // Without turns there would always be something else to receive.
        Task heard = ReceiveUntil(puller, "me too", _ => { });
        while (!heard.IsCompleted)
            await FillQueues(loud);
        await heard;
    }

    [TransportFact]
    public virtual async Task A_push_may_bind_and_its_peers_come_and_go()
    {
        TestSocket pusher = await NewSocket(SocketType.Push);
        string endpoint = await pusher.Bind(AnyEndpoint);
        for (int i = 0; i < 3; i++)
        {
            TestSocket puller = await NewConnected(SocketType.Pull, endpoint);
            await pusher.SendUntil(SendResult.Sent, RoutingId.Empty, $"{i}");
            Assert.Equal($"{i}", (await puller.Receive()).Text);
            await puller.Handle((_, _) => { });
            await puller.Disconnect(endpoint);
            await pusher.SendUntil(SendResult.QueueFull, RoutingId.Empty, "to no one");
        }
    }

    [TransportFact]
    public virtual async Task What_a_push_sent_before_there_was_a_pull_arrives()
    {
        TestSocket puller = await NewSocket(SocketType.Pull);
        string endpoint = await puller.Bind(AnyEndpoint);
        await puller.Dispose();
        TestSocket pusher = await NewConnected(SocketType.Push, endpoint);
        for (int i = 0; i < 10; i++)
            await pusher.Send($"{i}");
        puller = await NewSocket(SocketType.Pull);
        await puller.BindAgain(endpoint);
        for (int i = 0; i < 10; i++)
            Assert.Equal($"{i}", (await puller.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task What_a_push_sent_before_it_was_disposed_arrives()
    {
        TestSocket puller = await NewSocket(SocketType.Pull);
        TestSocket pusher = await NewConnected(SocketType.Push, await puller.Bind(AnyEndpoint), new SocketOptions { Linger = Deadline.Span });
        await pusher.Send("hello");
        Assert.Equal("hello", (await puller.Receive()).Text);
        for (int i = 0; i < 1000; i++)
            await pusher.Send($"{i}");
        await pusher.Dispose();
        for (int i = 0; i < 1000; i++)
            Assert.Equal($"{i}", (await puller.Receive()).Text);
    }

    // Sends messages of several frames that say their number, until one does not fit.
    private static Task<int> FillQueues(TestSocket pusher) => pusher.Do((_, socket) =>
    {
        int sent = 0;
        while (sent < MoreThanFits && socket.Send([], TestSocket.Buffer(BitConverter.GetBytes(sent), s_ballast, [], BitConverter.GetBytes(~sent))) == SendResult.Sent)
            sent++;
        return sent;
    });

    private static async Task AssertPullsNumbers(TestSocket puller, IEnumerable<int> numbers, int frames = 3)
    {
        foreach (int number in numbers)
        {
            byte[][] received = (await puller.Receive()).Frames;
            Assert.Equal(frames, received.Length);
            Assert.Equal(number, BitConverter.ToInt32(received[0]));
            Assert.Equal(~number, BitConverter.ToInt32(received[^1]));
        }
    }

    private static async Task<List<int>> PullUntilEnd(TestSocket puller)
    {
        var numbers = new List<int>();
        await ReceiveUntil(puller, "end", received =>
        {
            Assert.Equal(4, received.Frames.Length);
            numbers.Add(BitConverter.ToInt32(received.Frames[0]));
        });
        return numbers;
    }
}
