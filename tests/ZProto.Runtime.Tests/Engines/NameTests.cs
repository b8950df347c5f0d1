using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What an engine goes by: <c>Options.Name</c>.</summary>
public sealed class NameTests
{
    [Fact]
    public async Task Engines_of_a_class_are_told_apart_by_numbers_and_an_end_makes_a_number_free()
    {
        await using NumberedServer one = await StartAsync(), two = await StartAsync(), three = await StartAsync();
        Assert.Equal(["NumberedServer", "NumberedServer#2", "NumberedServer#3"], new[] { one, two, three }.Select(server => server.Options.Name));
        await two.DisposeAsync();
        await two.DisposeAsync();
        await using NumberedServer four = await StartAsync(), five = await StartAsync();
        Assert.Equal(["NumberedServer#2", "NumberedServer#4"], new[] { four, five }.Select(server => server.Options.Name));
    }

    [Fact]
    public async Task A_name_that_is_given_is_taken_as_it_is_escaped_and_fixed_at_the_start()
    {
        await using var server = new PairServer { Options = { Name = "the\n[error] door\u001b[31m", Transport = new InProcessTransport() } };
        string? thread = await server.InvokeAsync(() => Thread.CurrentThread.Name);
        Assert.Equal(@"the\u000A[error] door\u001B[31m", server.Options.Name);
        Assert.Equal(server.Options.Name, thread);
        Assert.Throws<InvalidOperationException>(() => server.Options.Name = "another");
    }

    [Fact]
    public async Task The_log_says_which_server_a_client_is_of()
    {
        var book = new RecordingLogger();
        var transport = new InProcessTransport();
        await using var server = new PairServer { Options = { Name = "door", Transport = transport, LoggerFactory = book }, OnAsk = _ => throw new InvalidOperationException("on purpose") };
        await using var client = new PairClient { Options = { Transport = transport, LoggerFactory = book, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(await server.BindAsync("inproc://door"));
        _ = client.AskAsync("a");
        Assert.StartsWith("Error: door client 1: state start, event ASK: an action threw", await book.WaitForAsync("on purpose"), StringComparison.Ordinal);
    }

    private static async Task<NumberedServer> StartAsync()
    {
        var server = new NumberedServer { Options = { Transport = new InProcessTransport() } };
        await server.InvokeAsync(() => { });
        return server;
    }
}
