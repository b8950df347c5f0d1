namespace ZProto.Broker.Tests;

public sealed class MailboxTests : IAsyncLifetime
{
    private BrokerHost _host = null!;
    private BrokerClient _sender = null!;

    public async Task InitializeAsync()
    {
        _host = await BrokerHost.StartAsync();
        _sender = await _host.OpenAsync("sender");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_letter_says_who_sent_it_and_carries_its_tracker()
    {
        BrokerClient recipient = await _host.OpenAsync("recipient");
        await _sender.MailAsync("recipient", "greeting", "t1", BrokerHost.Bytes("hello"));
        BrokerMsg letter = await recipient.NextAsync();
        Assert.Equal("LETTER sender greeting t1 hello", $"{letter.Command} {letter.Sender} {letter.Subject} {letter.Tracker} {Talk.Text(letter)}");
    }

    [Fact]
    public async Task Letters_wait_in_order_for_an_address_that_is_away()
    {
        for (int i = 0; i < 3; i++)
            await _sender.MailToAsync("recipient", $"{i}");
        BrokerClient recipient = await _host.OpenAsync("recipient");
        await _sender.MailToAsync("recipient", "3");
        for (int i = 0; i < 4; i++)
            Assert.Equal($"{i}", await recipient.NextTextAsync());
    }

    [Fact]
    public async Task A_letter_comes_again_until_it_is_confirmed()
    {
        await _sender.MailToAsync("recipient", "first");
        await _sender.MailToAsync("recipient", "second");
        BrokerClient early = await _host.OpenAsync("recipient");
        Assert.Equal("first", await early.NextTextAsync());
        await early.ConfirmAsync((await early.NextAsync()).Number);
        await CloseAsync(early);

        BrokerClient late = await _host.OpenAsync("recipient");
        BrokerMsg again = await late.NextAsync();
        Assert.Equal("first", Talk.Text(again));
        await late.ConfirmAsync(again.Number);
        await CloseAsync(late);

        BrokerClient last = await _host.OpenAsync("recipient");
        await _sender.MailToAsync("recipient", "third");
        Assert.Equal("third", await last.NextTextAsync());
    }

    [Fact]
    public async Task A_client_can_write_to_itself()
    {
        await _sender.MailToAsync("sender", "note");
        Assert.Equal("note", await _sender.NextTextAsync());
    }

    [Fact]
    public async Task A_full_mailbox_refuses_letters_until_some_are_confirmed()
    {
        await _host.Broker.SetLimitsAsync(publications: 10, letters: 2, jobs: 10);
        BrokerClient recipient = await _host.OpenAsync("recipient");
        await _sender.MailToAsync("recipient", "1");
        await _sender.MailToAsync("recipient", "2");
        Assert.Equal("The mailbox is full.", await Talk.FailureAsync(_sender.MailAsync("recipient", "", "", default)));
        await recipient.ConfirmAsync((await recipient.NextAsync()).Number);
        await _host.SettleAsync();
        await recipient.MailToAsync("recipient", "3");
        Assert.Equal(["2", "3"], [await recipient.NextTextAsync(), await recipient.NextTextAsync()]);
    }

    [Fact]
    public async Task Confirming_what_is_not_there_does_no_harm()
    {
        await _sender.ConfirmAsync(42);
        await _sender.MailToAsync("sender", "note");
        Assert.Equal("note", await _sender.NextTextAsync());
    }

    /// <summary>Ends a client, and waits until the broker has taken note.</summary>
    private async Task CloseAsync(BrokerClient client)
    {
        await client.MailToAsync("no one", "the confirmation has come before this");
        await client.DisposeAsync();
        await _host.WaitForClientsAsync(1);
    }
}
