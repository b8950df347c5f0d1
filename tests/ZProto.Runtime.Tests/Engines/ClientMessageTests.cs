namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": the messages that the API sends and receives.</summary>
public sealed class ClientMessageTests : ClientFixture
{
    [Fact]
    public async Task What_the_api_sends_goes_out_in_the_order_of_the_calls()
    {
        await OpenAsync();
        Task[] sends = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? ActAsync(client => client.Ask($"{i}")) : Client.SayAsync($"{i}"))];
        await Task.WhenAll(sends);
        for (int i = 0; i < 100; i++)
            Assert.Equal(i % 10 == 0 ? TalkMsg.MessageId.Ask : TalkMsg.MessageId.Say, Server.Receive().Id);
    }

    [Fact]
    public async Task While_the_server_is_away_messages_wait_and_a_full_outbox_makes_the_caller_wait()
    {
        await OpenWithServerAwayAsync();
        // Two fit into the DEALER, OPEN being one, and two into the outbox.
        Task[] sends = [.. Enumerable.Range(0, 6).Select(i => Client.SayAsync($"{i}"))];
        await Task.WhenAll(sends[..3]);
        await SettleAsync();
        Assert.All(sends[3..], send => Assert.False(send.IsCompleted));
        await BindAsync();
        Assert.Equal(TalkMsg.MessageId.Open, (await ReceiveTurningAsync()).Id);
        for (int i = 0; i < 6; i++)
            Assert.Equal($"{i}", (await ReceiveTurningAsync()).Text);
        await Task.WhenAll(sends);
    }

    [Fact]
    public async Task A_send_whose_wait_is_cancelled_is_not_sent()
    {
        await OpenWithServerAwayAsync();
        await Task.WhenAll(Client.SayAsync("0"), Client.SayAsync("1"), Client.SayAsync("2"));
        using var cancellationToken = new CancellationTokenSource();
        Task cancelled = Client.SayAsync("cancelled", cancellationToken.Token);
        Task waits = Client.SayAsync("3");
        await SettleAsync();
        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.SayAsync("never", cancellationToken.Token));
        Assert.False(waits.IsCompleted);
        await BindAsync();
        Assert.Equal(TalkMsg.MessageId.Open, (await ReceiveTurningAsync()).Id);
        for (int i = 0; i < 4; i++)
            Assert.Equal($"{i}", (await ReceiveTurningAsync()).Text);
        await waits;
    }

    [Fact]
    public async Task A_send_whose_wait_is_cancelled_leaves_nothing_in_the_outbox()
    {
        await OpenWithServerAwayAsync();
        await Task.WhenAll(Client.SayAsync("0"), Client.SayAsync("1"), Client.SayAsync("2"));
        using var cancellationToken = new CancellationTokenSource();
        (Task send, WeakReference message) = Send();
        await SettleAsync();
        Assert.False(send.IsCompleted);
        cancellationToken.Cancel();
        await SettleAsync();
        GC.Collect();
        Assert.False(message.IsAlive);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);

        // Of its own, so that no local of the test keeps the message.
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        (Task Send, WeakReference Message) Send()
        {
            TalkMsg message = TalkMsg.CreateSay("cancelled");
            return (Client.SendAsync(message, cancellationToken.Token), new WeakReference(message));
        }
    }

    [Fact]
    public async Task What_an_action_sends_beyond_the_outbox_is_dropped_with_one_warning()
    {
        await OpenWithServerAwayAsync();
        await ActAsync(client =>
        {
            for (int i = 0; i < 6; i++)
                client.Ask($"{i}");
        });
        await Book.WaitForAsync("Warning: talk_client: the server takes no messages, and 2 wait for it");
        Assert.Single(Book.Lines, line => line.Contains("takes no messages", StringComparison.Ordinal));
        await BindAsync();
        Assert.Equal(TalkMsg.MessageId.Open, (await ReceiveTurningAsync()).Id);
        for (int i = 0; i < 3; i++)
            Assert.Equal($"{i}", (await ReceiveTurningAsync()).Text);
        await Client.SayAsync("next");
        Assert.Equal("next", (await ReceiveTurningAsync()).Text);
    }

    [Fact]
    public async Task A_send_that_waits_fails_when_the_client_ends()
    {
        await OpenWithServerAwayAsync();
        await Task.WhenAll(Client.SayAsync("0"), Client.SayAsync("1"), Client.SayAsync("2"));
        Task waits = Client.SayAsync("3");
        await Client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => waits);
    }

    [Fact]
    public async Task What_cannot_be_encoded_is_the_senders_to_know_and_the_client_lives_on()
    {
        await OpenAsync();
        string tooLong = new('x', 256);
        MessageEncodeException thrown = await Assert.ThrowsAsync<MessageEncodeException>(() => Client.SayAsync(tooLong));
        Assert.Contains("text", thrown.Message, StringComparison.OrdinalIgnoreCase);
        await Client.SayAsync("next");
        Assert.Equal("next", Server.Receive().Text);
        Task<string> ask = Client.AskAsync("alive");
        Assert.Equal("alive", Server.Receive().Text);
        await SendAsync(TalkMsg.CreateAnswer("yes", 0));
        Assert.Equal("yes", await ask);
    }

    [Fact]
    public async Task What_an_action_cannot_encode_ends_the_client_with_that()
    {
        await OpenAsync();
        ClientClosedException thrown = await Assert.ThrowsAsync<ClientClosedException>(() => Client.AskAsync(new string('x', 256)));
        Assert.IsType<MessageEncodeException>(thrown.InnerException);
        await Client.Completion;
    }

    [Fact]
    public async Task A_received_message_reaches_the_reader_by_itself_or_when_an_action_hands_it_on()
    {
        await OpenAsync();
        await SendAsync(TalkMsg.CreateNews("n"));
        await SendAsync(TalkMsg.CreateNote("o"));
        Assert.Equal(["n", "o"], new[] { (await Client.ReceiveAsync()).Text, (await Client.ReceiveAsync()).Text });
        Assert.Equal(["note o"], Client.Log);
    }

    [Fact]
    public async Task Received_messages_reach_each_reader_in_order_and_once()
    {
        await OpenAsync();
        Task<List<int>>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var got = new List<int>();
            await foreach (TalkMsg message in Client.ReceiveAllAsync())
                got.Add(int.Parse(message.Text, System.Globalization.CultureInfo.InvariantCulture));
            return got;
        }))];
        for (int i = 0; i < 2_000; i++)
            await SendAsync(i % 2 == 0 ? TalkMsg.CreateNews($"{i}") : TalkMsg.CreateNote($"{i}"));
        Task<string> ask = Client.AskAsync("all there?");
        await SendAsync(TalkMsg.CreateAnswer("yes", 0));
        await ask;
        await Client.DisposeAsync();
        List<int>[] all = await Task.WhenAll(readers);
        Assert.All(all, got => Assert.Equal(got.Order(), got));
        Assert.Equal(Enumerable.Range(0, 2_000), all.SelectMany(got => got).Order());
    }

    [Fact]
    public async Task A_cancelled_receive_loses_nothing()
    {
        await OpenAsync();
        for (int i = 0; i < 300; i++)
        {
            using var cancellationToken = new CancellationTokenSource();
            Task<TalkMsg> receive = Client.ReceiveAsync(cancellationToken.Token).AsTask();
            Task cancel = Task.Run(cancellationToken.Cancel);
            await SendAsync(TalkMsg.CreateNews($"{i}"));
            await cancel;
            try
            {
                Assert.Equal($"{i}", (await receive).Text);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal($"{i}", (await Client.ReceiveAsync()).Text);
            }
        }
    }

    [Fact]
    public async Task A_full_queue_makes_the_socket_wait_and_nothing_is_lost()
    {
        Client.Options.ReceiveQueueCapacity = 2;
        await OpenAsync();
        for (int i = 0; i < 10; i++)
            await SendAsync(i % 2 == 0 ? TalkMsg.CreateNews($"{i}") : TalkMsg.CreateNote($"{i}"));
        await SendAsync(TalkMsg.CreatePoke());
        Task<uint> poke = Client.NextPokeAsync();
        for (int i = 0; i < 10; i++)
        {
            await SettleAsync();
            // After more than may wait, it stays in the socket.
            if (10 - i > 1)
                Assert.False(poke.IsCompleted);
            Assert.Equal($"{i}", (await Client.ReceiveAsync()).Text);
        }
        Assert.Equal(1u, await poke);
    }

    [Fact]
    public async Task No_one_expires_while_a_full_queue_holds_up_the_socket()
    {
        Client.Options.ReceiveQueueCapacity = 1;
        await OpenAsync();
        await Client.SetRatesAsync(0, 1_000);
        await SendAsync(TalkMsg.CreateNews("1"));
        await SendAsync(TalkMsg.CreateNews("2"));
        await SettleAsync();
        await TurnAsync(5_000);
        Assert.Empty(Client.Log);
        Assert.Equal("1", (await Client.ReceiveAsync()).Text);
        Assert.Equal("2", (await Client.ReceiveAsync()).Text);
        await SettleAsync();
        await TurnAsync(1_000);
        Assert.Equal(["silence"], Client.Log);
    }

    [Fact]
    public async Task A_full_queue_ends_the_client_where_the_option_says_so_and_what_came_can_still_be_taken()
    {
        Client.Options.ReceiveQueueCapacity = 2;
        Client.Options.ReceiveQueueFullMode = ReceiveQueueFullMode.Fail;
        await OpenAsync();
        Task<string> ask = Client.AskAsync("open");
        for (int i = 0; i < 3; i++)
            await SendAsync(TalkMsg.CreateNews($"{i}"));
        await Client.Completion;
        await Assert.ThrowsAsync<ClientClosedException>(() => ask);
        await Book.WaitForAsync("Error: talk_client: 2 received messages were not taken");
        Assert.Equal(["0", "1"], new[] { (await Client.ReceiveAsync()).Text, (await Client.ReceiveAsync()).Text });
        ClientClosedException thrown = await Assert.ThrowsAsync<ClientClosedException>(() => Client.ReceiveAsync().AsTask());
        Assert.Contains("not taken", thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClientClosedException>(async () =>
        {
            await foreach (TalkMsg _ in Client.ReceiveAllAsync())
            {
            }
        });
    }

    [Fact]
    public async Task Receiving_ends_with_the_client_after_all_that_came()
    {
        await OpenAsync();
        await SendAsync(TalkMsg.CreateNews("last"));
        await SettleAsync();
        await Client.DisposeAsync();
        var all = new List<string>();
        await foreach (TalkMsg message in Client.ReceiveAllAsync())
            all.Add(message.Text);
        Assert.Equal(["last"], all);
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.ReceiveAsync().AsTask());
    }

    [Fact]
    public async Task Receiving_fails_with_what_an_action_threw()
    {
        await OpenAsync();
        Task<TalkMsg> receive = Client.ReceiveAsync().AsTask();
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.CrashAsync());
        Assert.IsType<InvalidTimeZoneException>((await Assert.ThrowsAsync<ClientClosedException>(() => receive)).InnerException);
    }

    // With a DEALER and an outbox that hold two messages each.
    private async Task OpenWithServerAwayAsync()
    {
        await StopServerAsync();
        Client.Options.SendQueueCapacity = 2;
        _ = Client.OpenAsync(Endpoint);
        await SettleAsync();
    }
}
