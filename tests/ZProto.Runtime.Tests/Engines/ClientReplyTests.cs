using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>MODEL.md, "Methods, replies, messages": a constructor that fails, and the last reply.</summary>
public sealed class ClientReplyTests : IAsyncLifetime
{
    private const string Endpoint = "inproc://mail";

    private readonly InProcessTransport _transport = new();
    private readonly MailClient _client = new();
    private RouterPeer<TalkMsg> _server = null!;
    private RoutingId _id;

    public async Task InitializeAsync()
    {
        _client.Options.Transport = _transport;
        _client.Options.DisposeTimeout = TimeSpan.Zero;
        _server = await RouterPeer<TalkMsg>.BindAsync(_transport, Endpoint);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_constructor_whose_reply_has_a_status_other_than_zero_throws_with_the_reply_and_its_fields()
    {
        Task<MailClient> opening = await OpenAsync(TalkMsg.CreateSorry("no\naccess"));
        ClientOpenException failure = await Assert.ThrowsAsync<ClientOpenException>(() => opening);
        Assert.Equal("FAILURE", failure.Reply);
        Assert.Equal([KeyValuePair.Create<string, object?>("status", 500UL), KeyValuePair.Create<string, object?>("reason", "no\naccess")], failure.Fields);
        // What a peer sent cannot forge a line of a log.
        Assert.Equal("MailClient was not opened: FAILURE status=500 reason='no\\u000aaccess'", failure.Message);

        Assert.Equal(MailClient.Reply.Failure, _client.LastReply.Reply);
        Assert.Equal((500UL, "no\naccess"), (_client.Status, _client.Reason));
    }

    [Fact]
    public async Task A_client_that_was_not_opened_can_be_used_and_disposed()
    {
        Task<MailClient> opening = await OpenAsync(TalkMsg.CreateSorry("no"));
        await Assert.ThrowsAsync<ClientOpenException>(() => opening);
        Task<string> mail = _client.RecvAsync();
        await _server.SendAsync(_id, TalkMsg.CreateNote("hello"));
        Assert.Equal("hello", await mail);
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task A_constructor_whose_reply_has_a_status_of_zero_opens()
        => Assert.Same(_client, await await OpenAsync(TalkMsg.CreateOpenOk()));

    [Fact]
    public async Task A_constructor_whose_reply_has_no_status_opens()
    {
        Assert.Same(_client, await await OpenAsync(TalkMsg.CreatePingOk()));
        Assert.Equal(MailClient.Reply.Connected, _client.LastReply.Reply);
    }

    [Fact]
    public async Task A_received_content_has_its_sender_and_address_beside_it()
    {
        await await OpenAsync(TalkMsg.CreateOpenOk());
        await _server.SendAsync(_id, TalkMsg.CreateNote("one"));
        await _server.SendAsync(_id, TalkMsg.CreateNote("two"));
        foreach (string text in (string[])["one", "two"])
        {
            Assert.Equal(text, await _client.RecvAsync());
            Assert.Equal(($"sender of {text}", $"address of {text}", text), (_client.Sender, _client.Address, _client.Content));
            Assert.Equal(MailClient.Reply.Mail, _client.LastReply.Reply);
        }
    }

    [Fact]
    public async Task The_last_reply_keeps_what_the_next_one_lacks_and_does_not_change_itself()
    {
        Assert.Null(_client.LastReply.Reply);
        Assert.Equal("", _client.Reason);
        await await OpenAsync(TalkMsg.CreateOpenOk());
        await _server.SendAsync(_id, TalkMsg.CreateNote("mail"));
        await _client.RecvAsync();
        MailClient.ReplyFields mail = _client.LastReply;
        await _server.SendAsync(_id, TalkMsg.CreateNews("news"));
        await _client.NextNewsAsync();
        Assert.Equal((MailClient.Reply.NewsItem, "sender of mail", "news"), (_client.LastReply.Reply, _client.Sender, _client.Content));
        Assert.Equal((MailClient.Reply.Mail, "sender of mail", "mail"), (mail.Reply, mail.Sender, mail.Content));
    }

    [Fact]
    public async Task A_reply_that_no_call_has_yet_is_not_the_last_one()
    {
        await await OpenAsync(TalkMsg.CreateOpenOk());
        await _server.SendAsync(_id, TalkMsg.CreateNote("kept"));
        // The second is kept after the first, so that both have come when this one has.
        await _server.SendAsync(_id, TalkMsg.CreateNews("news"));
        await _client.NextNewsAsync();
        Assert.Equal("", _client.Sender);
        Assert.Equal("kept", await _client.RecvAsync());
        Assert.Equal("sender of kept", _client.Sender);
    }

    private async Task<Task<MailClient>> OpenAsync(TalkMsg answer)
    {
        Task<MailClient> opening = _client.OpenAsync(Endpoint);
        _id = _server.Receive().RoutingId;
        await _server.SendAsync(_id, answer);
        return opening;
    }
}
