namespace ZProto.Transport.Tests;

// What a SUB receives of what a PUB sends.
public abstract partial class PatternConformance
{
    [TransportTheory]
    [MemberData(nameof(Publishers))]
    public virtual async Task A_subscriber_receives_what_begins_with_its_prefix_and_nothing_else(SocketType type)
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(type, "a.");
        foreach (string text in new[] { "b.1", "a.1", "ab", "", "a", "x|a.", "a.2|more" })
            await publisher.Send(text);
        Assert.Equal("a.1", (await ReceiveOther(subscriber, "a.")).Text);
        Assert.Equal("a.2|more", (await subscriber.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task An_empty_prefix_stands_for_every_message()
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, "", "ready");
        foreach (string text in new[] { "a", "", "|x|", "\0" })
            await publisher.Send(text);
        Assert.Equal("a", (await ReceiveOther(subscriber, "ready")).Text);
        foreach (string text in new[] { "", "|x|", "\0" })
            Assert.Equal(text, (await subscriber.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_message_that_begins_with_two_prefixes_of_a_subscriber_comes_once()
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, "a", "ready");
        await subscriber.Subscribe("ab");
        await SendUntilReceived(publisher, subscriber, "abc");
        await publisher.Send("abcd");
        await publisher.Send("ac");
        Assert.Equal("abcd", (await ReceiveOther(subscriber, "abc")).Text);
        Assert.Equal("ac", (await subscriber.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_subscriber_that_joins_late_misses_what_was_published_before()
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, "", "ready");
        await publisher.Send("early");
        Assert.Equal("early", (await ReceiveOther(subscriber, "ready")).Text);
        TestSocket late = await NewConnected(SocketType.Sub, await publisher.Bind(AnyEndpoint));
        await late.Subscribe("");
        Task<Received> first = late.Receive();
        await SendUntil(publisher, "late", first);
        Assert.Equal("late", (await first).Text);
    }

    [TransportFact]
    public virtual async Task What_was_unsubscribed_from_comes_no_more()
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, "a");
        await subscriber.Subscribe("b");
        await SendUntilReceived(publisher, subscriber, "b");
        await subscriber.Unsubscribe("a");
        await publisher.Send("a");
        await publisher.Send("b, the end");
        Assert.Equal("b, the end", (await ReceiveOther(subscriber, "b")).Text);
    }

    [TransportFact]
    public virtual async Task A_prefix_subscribed_to_twice_is_left_with_the_second_unsubscription()
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, "a");
        await subscriber.Subscribe("b");
        await subscriber.Subscribe("a");
        await subscriber.Unsubscribe("a");
        await SendUntilReceived(publisher, subscriber, "b");
        await publisher.Send("a, still");
        Assert.Equal("a, still", (await ReceiveOther(subscriber, "b")).Text);
        await subscriber.Unsubscribe("a");
        await publisher.Send("a, no more");
        await publisher.Send("b, the end");
        Assert.Equal("b, the end", (await subscriber.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task Unsubscribing_without_a_subscription_does_nothing()
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, "abc");
        foreach (string prefix in new[] { "", "a", "abcd", "x" })
            await subscriber.Unsubscribe(prefix);
        await SendUntilReceived(publisher, subscriber, "abc, still");
    }

    [TransportFact]
    public virtual async Task Each_subscriber_receives_its_own_in_order()
    {
        TestSocket publisher = await NewSocket(SocketType.Pub);
        string endpoint = await publisher.Bind(AnyEndpoint);
        string[] prefixes = ["a", "b", "ab", ""];
        TestSocket[] subscribers = await Task.WhenAll(prefixes.Select(_ => NewConnected(SocketType.Sub, endpoint)));
        for (int i = 0; i < prefixes.Length; i++)
        {
            await subscribers[i].Subscribe(prefixes[i]);
            await SendUntilReceived(publisher, subscribers[i], $"{prefixes[i]} ready");
        }
        string[] sent = [.. Enumerable.Range(0, 300).Select(i => $"{"ab"[i % 2]}{"bc"[i / 2 % 2]}{i}|{i}")];
        foreach (string text in sent)
            await publisher.Send(text);
        for (int i = 0; i < prefixes.Length; i++)
        {
            foreach (string text in sent.Where(text => text.StartsWith(prefixes[i], StringComparison.Ordinal)))
            {
                Received received;
                do
                    received = await subscribers[i].Receive();
                while (received.Text.EndsWith("ready", StringComparison.Ordinal));
                Assert.Equal(text, received.Text);
            }
        }
    }

    [TransportFact]
    public virtual async Task A_subscriber_has_one_subscription_at_all_its_publishers()
    {
        TestSocket first = await NewSocket(SocketType.Pub), second = await NewSocket(SocketType.Pub);
        TestSocket subscriber = await NewConnected(SocketType.Sub, await first.Bind(AnyEndpoint));
        await subscriber.Subscribe("a");
        await subscriber.Connect(await second.Bind(AnyEndpoint));
        await SendUntilReceived(first, subscriber, "a, first");
        await SendUntilReceived(second, subscriber, "a, second");
    }

    [TransportFact]
    public virtual async Task A_subscriber_may_bind_and_its_publishers_connect()
    {
        TestSocket subscriber = await NewSocket(SocketType.Sub);
        await subscriber.Subscribe("a");
        string endpoint = await subscriber.Bind(AnyEndpoint);
        foreach (string name in new[] { "a1", "a2" })
            await SendUntilReceived(await NewConnected(SocketType.Pub, endpoint), subscriber, name);
        await subscriber.Subscribe("b");
        await SendUntilReceived(await NewConnected(SocketType.Pub, endpoint), subscriber, "b");
    }

    [TransportFact]
    public virtual async Task Subscriptions_hold_for_a_publisher_that_comes_back()
    {
        TestSocket publisher = await NewSocket(SocketType.Pub);
        string endpoint = await publisher.Bind(AnyEndpoint);
        TestSocket subscriber = await NewConnected(SocketType.Sub, endpoint);
        await subscriber.Subscribe("a");
        await SendUntilReceived(publisher, subscriber, "a, before");
        await publisher.Dispose();
        publisher = await NewSocket(SocketType.Pub);
        await publisher.BindAgain(endpoint);
        await SendUntilReceived(publisher, subscriber, "a, after");
    }

    [TransportTheory]
    [MemberData(nameof(Publishers))]
    public virtual async Task Publishing_to_no_one_is_sent(SocketType type)
    {
        TestSocket publisher = await NewSocket(type, s_narrow);
        for (int i = 0; i < 100; i++)
            await publisher.Send("a|b");
        string endpoint = await publisher.Bind(AnyEndpoint);
        TestSocket subscriber = await NewConnected(SocketType.Sub, endpoint);
        await subscriber.Subscribe("b");
        await SendUntilReceived(publisher, subscriber, "b");
        for (int i = 0; i < 100; i++)
            await publisher.Send("a|b");
        Assert.Equal(0, await publisher.GetDroppedMessages());
    }

    [TransportTheory]
    [MemberData(nameof(Publishers))]
    public virtual async Task A_subscriber_that_never_reads_loses_whole_messages_which_are_counted_and_holds_up_no_other(SocketType type)
    {
        const int Count = 500;
        TestSocket publisher = await NewSocket(type, s_narrow);
        string endpoint = await publisher.Bind(AnyEndpoint);
        TestSocket slow = await NewConnected(SocketType.Sub, endpoint, s_narrow), quick = await NewConnected(SocketType.Sub, endpoint, s_narrow);
        foreach (TestSocket subscriber in new[] { slow, quick })
        {
            await subscriber.Subscribe("");
            await SendUntilReceived(publisher, subscriber, "ready");
        }
        await SendUntilReceived(publisher, slow, "begin");
        long before = await publisher.GetDroppedMessages();
        for (int i = 0; i < Count; i++)
        {
            await publisher.Send(RoutingId.Empty, BitConverter.GetBytes(i), s_ballast, BitConverter.GetBytes(~i));
            Received received;
            do
                received = await quick.Receive();
            while (received.Frames.Length == 1);
            Assert.Equal(i, BitConverter.ToInt32(received.Frames[0]));
        }
        long dropped = await publisher.GetDroppedMessages() - before;

        int last = -1, count = 0;
        Task end = ReceiveUntil(slow, "end", received =>
        {
            if (received.Frames.Length == 1)
                return;
            Assert.Equal(3, received.Frames.Length);
            int number = BitConverter.ToInt32(received.Frames[0]);
            Assert.True(number > last);
            Assert.Equal(~number, BitConverter.ToInt32(received.Frames[2]));
            last = number;
            count++;
        });
        await SendUntil(publisher, "end", end);
        Assert.InRange(count, 10, Count - 1);
        if (Can(TransportCapabilities.DropCounts))
            Assert.Equal(Count - count, dropped);
        else
            Assert.InRange(dropped, LeastDropsCounted, Count - count);
    }

    /// <summary>What a transport counts at least of very many drops, if it does not count each.</summary>
    protected virtual int LeastDropsCounted => 1;

    // A publisher, and a subscriber that it already knows of.
    private async Task<(TestSocket Publisher, TestSocket Subscriber)> Pair(SocketType type, string prefix, string? ready = null)
    {
        TestSocket publisher = await NewSocket(type);
        TestSocket subscriber = await NewConnected(SocketType.Sub, await publisher.Bind(AnyEndpoint));
        await subscriber.Subscribe(prefix);
        await SendUntilReceived(publisher, subscriber, prefix + (ready ?? ""));
        return (publisher, subscriber);
    }
}
