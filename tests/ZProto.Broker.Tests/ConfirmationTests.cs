namespace ZProto.Broker.Tests;

/// <summary>What senders hear of what they have sent.</summary>
public sealed class ConfirmationTests : IAsyncLifetime
{
    private BrokerHost _host = null!;
    private BrokerClient _sender = null!;
    private BrokerClient _recipient = null!;

    public async Task InitializeAsync()
    {
        _host = await BrokerHost.StartAsync();
        _sender = await _host.OpenAsync("sender");
        _recipient = await _host.OpenAsync("recipient");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_sender_of_a_letter_with_a_tracker_hears_when_it_is_confirmed_and_not_before()
    {
        await _sender.MailToAsync("recipient", "first", "t1");
        BrokerMsg letter = await _recipient.NextAsync();
        await _sender.MailToAsync("sender", "a letter before the confirmation");
        Assert.Equal(BrokerMsg.MessageId.Letter, (await _sender.NextAsync()).Id);
        await _recipient.ConfirmAsync(letter.Number);
        await ExpectAsync(_sender, "recipient", "t1");
    }

    [Fact]
    public async Task The_sender_of_a_request_with_a_tracker_hears_when_its_job_is_confirmed()
    {
        await _recipient.WorkForAsync("sums", "");
        await _sender.RequestAsync("sums", "add", "t2", default);
        await _recipient.ConfirmAsync((await _recipient.NextAsync()).Number);
        await ExpectAsync(_sender, "recipient", "t2");
    }

    [Fact]
    public async Task What_has_no_tracker_and_what_was_confirmed_already_is_not_heard_of()
    {
        await _sender.MailToAsync("recipient", "silent");
        await _sender.MailToAsync("recipient", "loud", "t3");
        BrokerMsg silent = await _recipient.NextAsync(), loud = await _recipient.NextAsync();
        await _recipient.ConfirmAsync(silent.Number);
        await _recipient.ConfirmAsync(loud.Number);
        await _recipient.ConfirmAsync(loud.Number);
        await _host.SettleAsync();
        await _recipient.MailToAsync("sender", "last");
        await ExpectAsync(_sender, "recipient", "t3");
        Assert.Equal("last", await _sender.NextTextAsync());
    }

    [Fact]
    public async Task A_client_hears_of_a_letter_to_itself()
    {
        await _sender.MailToAsync("sender", "note", "t4");
        await _sender.ConfirmAsync((await _sender.NextAsync()).Number);
        await ExpectAsync(_sender, "sender", "t4");
    }

    [Fact]
    public async Task A_sender_that_is_away_hears_nothing_and_the_letter_is_gone_all_the_same()
    {
        await _sender.MailToAsync("recipient", "note", "t5");
        BrokerMsg letter = await _recipient.NextAsync();
        await _sender.DisposeAsync();
        await _host.WaitForClientsAsync(1);
        await _recipient.ConfirmAsync(letter.Number);
        await _host.SettleAsync();
        BrokerClient again = await _host.OpenAsync("sender");
        await _recipient.MailToAsync("sender", "first of all");
        Assert.Equal("first of all", await again.NextTextAsync());
    }

    private static async Task ExpectAsync(BrokerClient client, string sender, string tracker)
    {
        BrokerMsg confirmed = await client.NextAsync();
        Assert.Equal((BrokerMsg.MessageId.Confirmed, sender, tracker), (confirmed.Id, confirmed.Sender, confirmed.Tracker));
    }
}
