namespace ZProto.Transport.Tests;

// What XPUB and XSUB are told and tell.
public abstract partial class PatternConformance
{
    private const byte Left = 0, Joined = 1;

    [TransportFact]
    public virtual async Task An_xpub_is_told_of_the_first_subscriber_of_a_prefix_and_of_the_last_that_leaves()
    {
        TestSocket publisher = await NewSocket(SocketType.XPub);
        string endpoint = await publisher.Bind(AnyEndpoint);
        TestSocket first = await NewConnected(SocketType.Sub, endpoint), second = await NewConnected(SocketType.Sub, endpoint);
        await first.Subscribe("a");
        await AssertNotice(publisher, Joined, "a");
        await second.Subscribe("a");
        await second.Subscribe("b");
        await AssertNotice(publisher, Joined, "b");
        await second.Unsubscribe("a");
        await second.Unsubscribe("b");
        await AssertNotice(publisher, Left, "b");
        await first.Unsubscribe("a");
        await AssertNotice(publisher, Left, "a");
        await first.Subscribe("");
        await AssertNotice(publisher, Joined, "");
    }

    [TransportFact]
    public virtual async Task An_xpub_is_told_what_a_subscriber_that_goes_was_the_last_to_want()
    {
        TestSocket publisher = await NewSocket(SocketType.XPub);
        string endpoint = await publisher.Bind(AnyEndpoint);
        TestSocket leaving = await NewConnected(SocketType.Sub, endpoint), staying = await NewConnected(SocketType.Sub, endpoint);
        await leaving.Subscribe("a");
        await AssertNotice(publisher, Joined, "a");
        await leaving.Subscribe("b");
        await AssertNotice(publisher, Joined, "b");
        await staying.Subscribe("b");
        await staying.Subscribe("c");
        await AssertNotice(publisher, Joined, "c");
        await leaving.Dispose();
        await AssertNotice(publisher, Left, "a");
        await staying.Dispose();
        Received[] notices = [await publisher.Receive(), await publisher.Receive()];
        Assert.Equal(["\0b", "\0c"], notices.Select(notice => notice.Text).Order(StringComparer.Ordinal));
    }

    [TransportFact]
    public virtual async Task A_subscription_counts_though_its_notice_was_not_received()
    {
        TestSocket publisher = await NewSocket(SocketType.XPub);
        TestSocket subscriber = await NewConnected(SocketType.Sub, await publisher.Bind(AnyEndpoint));
        await subscriber.Subscribe("a");
        await SendUntilReceived(publisher, subscriber, "a");
        await AssertNotice(publisher, Joined, "a");
    }

    [TransportFact]
    public virtual async Task An_xsub_subscribes_and_unsubscribes_by_messages()
    {
        TestSocket publisher = await NewSocket(SocketType.XPub);
        TestSocket subscriber = await NewConnected(SocketType.XSub, await publisher.Bind(AnyEndpoint));
        foreach (string prefix in new[] { "a", "b" })
        {
            await subscriber.Send(RoutingId.Empty, Notice(Joined, prefix));
            await AssertNotice(publisher, Joined, prefix);
        }
        await publisher.Send("a|1");
        await publisher.Send("c");
        await publisher.Send("b|2");
        Assert.Equal("a|1", (await subscriber.Receive()).Text);
        Assert.Equal("b|2", (await subscriber.Receive()).Text);
        await subscriber.Send(RoutingId.Empty, Notice(Left, "a"));
        await AssertNotice(publisher, Left, "a");
        await publisher.Send("a|3");
        await publisher.Send("b|4");
        Assert.Equal("b|4", (await subscriber.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task An_xsub_that_subscribes_twice_is_left_in_with_one_unsubscription()
    {
        TestSocket publisher = await NewSocket(SocketType.XPub);
        TestSocket subscriber = await NewConnected(SocketType.XSub, await publisher.Bind(AnyEndpoint));
        foreach (byte kind in new[] { Joined, Joined, Left })
            await subscriber.Send(RoutingId.Empty, Notice(kind, "a"));
        await AssertNotice(publisher, Joined, "a");
        await subscriber.Send(RoutingId.Empty, Notice(Joined, "b"));
        await AssertNotice(publisher, Joined, "b");
        await publisher.Send("a");
        Assert.Equal("a", (await subscriber.Receive()).Text);
        await subscriber.Send(RoutingId.Empty, Notice(Left, "a"));
        await AssertNotice(publisher, Left, "a");
    }

    [TransportFact]
    public virtual async Task What_else_an_xsub_sends_comes_to_an_xpub_and_not_to_a_pub()
    {
        TestSocket extended = await NewSocket(SocketType.XPub), plain = await NewSocket(SocketType.Pub);
        TestSocket subscriber = await NewConnected(SocketType.XSub, await extended.Bind(AnyEndpoint));
        await subscriber.Connect(await plain.Bind(AnyEndpoint));
        await subscriber.Send(RoutingId.Empty, Notice(Joined, "a"));
        await AssertNotice(extended, Joined, "a");
        await SendUntilReceived(plain, subscriber, "a");
        await subscriber.Send("to the|publisher");
        Assert.Equal("to the|publisher", (await extended.Receive()).Text);
        await plain.Send("a, still");
        Assert.Equal("a, still", (await ReceiveOther(subscriber, "a")).Text);
        Assert.Null(await plain.Do((_, inner) => Received.Next(inner)));
    }

    [TransportFact]
    public virtual async Task A_proxy_of_an_xsub_and_an_xpub_passes_on_subscriptions_and_messages()
    {
        TestSocket publisher = await NewSocket(SocketType.Pub);
        LoopThread thread = NewThread();
        TestSocket back = await thread.Socket(SocketType.XSub), front = await thread.Socket(SocketType.XPub);
        ITransportSocket inner = await back.Do((_, socket) => socket), outer = await front.Do((_, socket) => socket);
        await back.Handle((_, message) => outer.Send([], TestSocket.Buffer(message.Frames)));
        await front.Handle((_, notice) => inner.Send([], TestSocket.Buffer(notice.Frames)));
        await back.Connect(await publisher.Bind(AnyEndpoint));
        string endpoint = await front.Bind(AnyEndpoint);
        TestSocket first = await NewConnected(SocketType.Sub, endpoint), second = await NewConnected(SocketType.Sub, endpoint);
        await first.Subscribe("a");
        await second.Subscribe("b");
        await SendUntilReceived(publisher, first, "a, through");
        await SendUntilReceived(publisher, second, "b, through");
        await first.Unsubscribe("a");
        await publisher.Send("a, no more");
        await first.Subscribe("c");
        await SendUntilReceived(publisher, first, "c");
    }

    private static async Task AssertNotice(TestSocket publisher, byte kind, string prefix)
        => Assert.Equal(Notice(kind, prefix), Assert.Single((await publisher.Receive()).Frames));
}
