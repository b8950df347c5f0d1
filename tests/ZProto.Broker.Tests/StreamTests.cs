namespace ZProto.Broker.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private BrokerHost _host = null!;
    private BrokerClient _writer = null!;
    private BrokerClient _reader = null!;

    public async Task InitializeAsync()
    {
        _host = await BrokerHost.StartAsync();
        _writer = await _host.OpenAsync("writer");
        _reader = await _host.OpenAsync("reader");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_publication_reaches_every_reader_whose_pattern_matches_its_subject_and_no_one_else()
    {
        BrokerClient other = await _host.OpenAsync("other");
        await _reader.ReadAsync("weather", "^rome");
        await other.ReadAsync("weather", "rain$");
        await other.ReadAsync("traffic", "");
        await _writer.PublishAsync("weather", "rome.sun", "1");
        await _writer.PublishAsync("weather", "paris.rain", "2");
        await _writer.PublishAsync("weather", "rome.rain", "3");
        await _writer.PublishAsync("weather", "paris.sun", "4");
        await _writer.PublishAsync("traffic", "rome.rain", "5");
        Assert.Equal(["1", "3"], [await _reader.NextTextAsync(), await _reader.NextTextAsync()]);
        Assert.Equal(["2", "3", "5"], [await other.NextTextAsync(), await other.NextTextAsync(), await other.NextTextAsync()]);
    }

    [Fact]
    public async Task A_publication_says_who_wrote_it_where_and_about_what()
    {
        await _reader.ReadAsync("weather", "");
        await _writer.PublishAsync("weather", "rome.sun", "31");
        BrokerMsg publication = await _reader.NextAsync();
        Assert.Equal("PUBLICATION writer weather rome.sun 31", $"{publication.Command} {publication.Sender} {publication.Stream} {publication.Subject} {Talk.Text(publication)}");
    }

    [Fact]
    public async Task A_client_reads_what_it_writes_itself()
    {
        await _writer.ReadAsync("weather", "");
        await _writer.PublishAsync("weather", "a", "1");
        await _writer.PublishAsync("weather", "b", "2");
        Assert.Equal(["1", "2"], [await _writer.NextTextAsync(), await _writer.NextTextAsync()]);
    }

    [Fact]
    public async Task A_pattern_takes_the_place_of_the_one_before()
    {
        await _reader.ReadAsync("weather", "rome");
        await _writer.PublishAsync("weather", "rome", "0");
        await _writer.PublishAsync("weather", "paris", "0");
        Assert.Equal("0", await _reader.NextTextAsync());
        await _reader.ReadAsync("weather", "paris");
        await _writer.PublishAsync("weather", "rome", "1");
        await _writer.PublishAsync("weather", "paris and rome", "2");
        await _writer.PublishAsync("weather", "paris", "3");
        Assert.Equal(["2", "3"], [await _reader.NextTextAsync(), await _reader.NextTextAsync()]);
    }

    [Fact]
    public async Task Who_no_longer_reads_gets_nothing_more()
    {
        await _reader.ReadAsync("weather", "");
        await _reader.ReadAsync("traffic", "");
        await _writer.PublishAsync("weather", "a", "1");
        Assert.Equal("1", await _reader.NextTextAsync());
        await _reader.UnsubscribeAsync("weather");
        await _writer.PublishAsync("weather", "a", "2");
        await _writer.PublishAsync("traffic", "a", "3");
        Assert.Equal("3", await _reader.NextTextAsync());
    }

    [Theory]
    [InlineData("(rome", "Not enough )")]
    [InlineData(@"(a+)\1", "NonBacktracking")]
    [InlineData("(?=a)", "NonBacktracking")]
    [InlineData("256 times a", "at most 255 characters")]
    public async Task A_bad_pattern_is_refused_with_a_reason_and_changes_nothing(string pattern, string reason)
    {
        await _reader.ReadAsync("weather", "rome");
        string refused = await Talk.FailureAsync(_reader.SubscribeAsync("weather", pattern == "256 times a" ? new string('a', 256) : pattern));
        Assert.Contains(reason, refused, StringComparison.Ordinal);
        await _writer.PublishAsync("weather", "rome", "1");
        Assert.Equal("1", await _reader.NextTextAsync());
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a|aa)+$")]
    [InlineData("(((a{0,99}){0,99}){0,99}){0,99}b")]
    [InlineData(".*.*.*.*.*.*.*.*.*.*=b")]
    public async Task No_pattern_holds_up_the_broker(string pattern)
    {
        await _reader.ReadAsync("weather", "");
        BrokerClient attacker = await _host.OpenAsync("attacker");
        // The broker may refuse it.
        Assert.True(await Record.ExceptionAsync(() => attacker.SubscribeAsync("weather", pattern)) is null or BrokerClient.FailureException);
        string subject = new('a', 10_000);
        for (int i = 0; i < 10; i++)
            await _writer.PublishAsync("weather", subject, $"{i}");
        for (int i = 0; i < 10; i++)
            Assert.Equal($"{i}", await _reader.NextTextAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task A_name_has_1_to_255_bytes(int length)
    {
        Assert.Equal("A name has 1 to 255 bytes, in UTF-8.", await Talk.FailureAsync(_reader.SubscribeAsync(new string('a', length), "")));
        await _reader.ReadAsync(new string('a', 255), "");
    }

    [Fact]
    public async Task Text_that_is_no_utf_8_reaches_its_readers_as_it_came()
    {
        RawSocket odd = await _host.OpenRawAsync("odd");
        await _reader.ReadAsync("weather", "");
        byte[] subject = [.. Enumerable.Repeat((byte)0xFF, 255)];
        odd.Send(new BrokerMsg { Id = BrokerMsg.MessageId.Publish, Stream = "weather", SubjectUtf8 = subject });
        Assert.Equal(subject, (await _reader.NextAsync()).SubjectUtf8.ToArray());
    }

    [Fact]
    public async Task A_reader_gets_as_much_as_it_has_credit_for_and_the_rest_when_it_grants_more()
    {
        RawSocket reader = await _host.OpenRawAsync("raw", credit: 2);
        reader.Send(BrokerMsg.CreateSubscribe("weather", ""));
        Assert.Equal(BrokerMsg.MessageId.Subscribed, (await reader.ReceiveAsync()).Id);
        for (int i = 0; i < 5; i++)
            await _writer.PublishAsync("weather", "", $"{i}");
        await _writer.MailToAsync("raw", "after");
        Assert.Equal(["0", "1", "after"], await ReceiveAsync(reader, 3));
        reader.Send(BrokerMsg.CreateCredit(10));
        Assert.Equal(["2", "3", "4"], await ReceiveAsync(reader, 3));
        await _writer.PublishAsync("weather", "", "5");
        Assert.Equal(["5"], await ReceiveAsync(reader, 1));
    }

    [Fact]
    public async Task A_reader_that_does_not_keep_up_is_told_what_it_missed_in_its_place()
    {
        await _host.Broker.SetLimitsAsync(publications: 3, letters: 10, jobs: 10);
        RawSocket reader = await _host.OpenRawAsync("raw", credit: 1);
        reader.Send(BrokerMsg.CreateSubscribe("weather", ""));
        await reader.ReceiveAsync();
        for (int i = 0; i < 10; i++)
            await _writer.PublishAsync("weather", "", $"{i}");
        await _writer.MailToAsync("raw", "after");
        Assert.Equal(["0", "after"], await ReceiveAsync(reader, 2));
        reader.Send(BrokerMsg.CreateCredit(10));
        BrokerMsg missed = await reader.ReceiveAsync();
        Assert.Equal((BrokerMsg.MessageId.Missed, 6ul), (missed.Id, missed.Count));
        Assert.Equal(["7", "8", "9"], await ReceiveAsync(reader, 3));
    }

    [Fact]
    public async Task A_client_grants_credit_as_it_takes_publications()
    {
        var small = new BrokerClient { Options = { Transport = _host.Transport, TimeProvider = _host.Clock, DisposeTimeout = TimeSpan.Zero }, Window = 10 };
        await using BrokerClient reader = await small.OpenAsync(BrokerHost.Endpoint, "small");
        await reader.ReadAsync("weather", "");
        for (int i = 0; i < 1_000; i++)
            await _writer.PublishAsync("weather", "", $"{i}");
        for (int i = 0; i < 1_000; i++)
            Assert.Equal($"{i}", await reader.NextTextAsync());
    }

    private static async Task<string[]> ReceiveAsync(RawSocket reader, int count)
    {
        var texts = new string[count];
        for (int i = 0; i < count; i++)
            texts[i] = Talk.Text(await reader.ReceiveAsync());
        return texts;
    }
}
