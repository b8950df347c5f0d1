using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>MODEL.md, "Methods, replies, messages": calls that have one of several replies, some of which are errors.</summary>
public sealed class ClientErrorTests : ClientFixture
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await OpenAsync();
    }

    [Fact]
    public async Task A_call_gives_the_record_of_its_reply()
    {
        Task<TalkClient.AskForOneOfThreeResult> first = Client.AskForOneOfThreeAsync("a");
        Task<TalkClient.AskForOneOfThreeResult> second = Client.AskForOneOfThreeAsync("b");
        await SendAsync(TalkMsg.CreateAnswer("A", 7));
        await SendAsync(TalkMsg.CreatePoke());
        Assert.Equal("A 7", Format(await first));
        Assert.Equal("poked 1", Format(await second));

        static string Format(TalkClient.AskForOneOfThreeResult result) => result switch
        {
            TalkClient.AskForOneOfThreeResult.Answer(var text, var number) => $"{text} {number}",
            TalkClient.AskForOneOfThreeResult.Poked { Number: var number } => $"poked {number}",
            _ => "?",
        };
    }

    [Fact]
    public async Task A_call_fails_with_an_error_that_has_the_fields_of_its_reply()
    {
        Task<TalkClient.AskForOneOfThreeResult> call = Client.AskForOneOfThreeAsync("a");
        await SendAsync(TalkMsg.CreateSorry("no\naccess"));
        TalkClient.FailureException failure = await Assert.ThrowsAsync<TalkClient.FailureException>(() => call);
        Assert.Equal((-1, "no\naccess"), (failure.Status, failure.Reason));
        Assert.Equal("FAILURE", failure.Reply);
        Assert.Equal([KeyValuePair.Create<string, object?>("status", -1), KeyValuePair.Create<string, object?>("reason", "no\naccess")], failure.Fields);
        // What a peer sent cannot forge a line of a log.
        Assert.Equal("A call of TalkClient failed: FAILURE status=-1 reason='no\\u000aaccess'", failure.Message);
        Assert.IsAssignableFrom<ZProtoException>(failure);
    }

    [Fact]
    public async Task A_call_with_one_reply_that_is_no_error_gives_what_it_returns()
    {
        Task<string> given = Client.AskOrFailAsync("a");
        await SendAsync(TalkMsg.CreateAnswer("A", 7));
        Assert.Equal("A", await given);
        Task<string> failed = Client.AskOrFailAsync("b");
        await SendAsync(TalkMsg.CreateSorry("no"));
        Assert.Equal("no", (await Assert.ThrowsAsync<TalkClient.FailureException>(() => failed)).Reason);
    }

    [Fact]
    public async Task An_error_is_the_last_reply_too_and_leaves_the_client_usable()
    {
        Task<string> failed = Client.AskOrFailAsync("a");
        await SendAsync(TalkMsg.CreateSorry("no"));
        await Assert.ThrowsAsync<TalkClient.FailureException>(() => failed);
        Assert.Equal((TalkClient.Reply.Failure, -1, "no"), (Client.LastReply.Reply, Client.Status, Client.Reason));
        Task<string> next = Client.AskOrFailAsync("b");
        await SendAsync(TalkMsg.CreateAnswer("B", 1));
        Assert.Equal("B", await next);
    }

    [Fact]
    public async Task What_is_an_error_to_one_call_is_a_reply_to_another()
    {
        Task<TalkClient.TryToAskResult> reply = Client.TryToAskAsync("a");
        Task<string> error = Client.AskOrFailAsync("b");
        await SendAsync(TalkMsg.CreateSorry("A"));
        await SendAsync(TalkMsg.CreateSorry("B"));
        Assert.Equal(new TalkClient.TryToAskResult.Failure(-1, "A"), await reply);
        Assert.Equal("B", (await Assert.ThrowsAsync<TalkClient.FailureException>(() => error)).Reason);
    }

    [Fact]
    public async Task The_late_error_of_a_call_whose_time_was_up_goes_to_no_other()
    {
        Task<string> late = Client.AskOrFailAsync("late");
        Server.Receive();
        await TurnAsync(2_000);
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        await AssertLateErrorGoesNowhereAsync();
    }

    [Fact]
    public async Task The_late_error_of_a_cancelled_call_goes_to_no_other()
    {
        using var cancellationToken = new CancellationTokenSource();
        Task<string> given = Client.AskOrFailAsync("given up", cancellationToken.Token);
        Server.Receive();
        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await AssertLateErrorGoesNowhereAsync();
    }

    [Fact]
    public async Task An_error_that_came_before_is_kept_for_the_method_that_waits_for_it_and_thrown_once()
    {
        await ActAsync(client => client.Report("disk full"));
        Assert.Equal("disk full", (await Assert.ThrowsAsync<TalkClient.ReportException>(() => Client.NextErrorAsync())).MessageProperty);
        Task next = Client.NextErrorAsync();
        await SettleAsync();
        Assert.False(next.IsCompleted);
        await ActAsync(client => client.ReportAllWell());
        await next;
    }

    [Fact]
    public async Task A_constructor_fails_with_an_error_and_the_client_can_be_used()
    {
        var transport = new InProcessTransport();
        await using RouterPeer<TalkMsg> server = await RouterPeer<TalkMsg>.BindAsync(transport, "inproc://mail");
        await using var client = new MailClient { Options = { Transport = transport, DisposeTimeout = TimeSpan.Zero } };
        Task<MailClient> opening = client.OpenAsync("inproc://mail");
        RoutingId id = server.Receive().RoutingId;
        await server.SendAsync(id, TalkMsg.CreateNote("tomorrow"));
        Assert.Equal("tomorrow", (await Assert.ThrowsAsync<MailClient.ClosedException>(() => opening)).Until);
        Task<string> mail = client.RecvAsync();
        await server.SendAsync(id, TalkMsg.CreateNote("hello"));
        Assert.Equal("hello", await mail);
    }

    private async Task AssertLateErrorGoesNowhereAsync()
    {
        Task<string> next = Client.AskOrFailAsync("next");
        await SendAsync(TalkMsg.CreateSorry("for the one before"));
        await SettleAsync();
        Assert.False(next.IsCompleted);
        await SendAsync(TalkMsg.CreateAnswer("for the next", 1));
        Assert.Equal("for the next", await next);
    }
}
