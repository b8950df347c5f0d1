namespace ZProto.Testing.Tests;

public sealed class ServerSelfTestTests
{
    [Fact]
    public Task A_dialogue_is_held_and_time_passes_by_itself() => SelfTest.RunAsync(new CaveServer());

    [Fact]
    public async Task A_wrong_answer_is_told_with_the_steps_place()
    {
        var exception = await Assert.ThrowsAsync<SelfTestException>(() => SelfTest.RunAsync(new WrongServer()));
        Assert.Contains("wrong_server.xml(8): step 2 of wrong_server's selftest sent ASK sequence=0 word=0x736573616d65 reason='' and expected OPEN, and SHUT sequence=0 reason='' came.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_never_comes_by_itself_is_told_with_how_long_the_clock_was_turned()
    {
        var exception = await Assert.ThrowsAsync<SelfTestException>(() => SelfTest.RunAsync(new IdleServer()));
        Assert.Contains("idle_server.xml(8): step 2 of idle_server's selftest expected OPEN, and nothing came in the 10 minutes that the clock was turned.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Steps_raise_events_on_machines_of_the_server_and_wait_for_their_states() => SelfTest.RunAsync(new GuardServer());

    [Fact]
    public async Task A_machine_that_is_in_another_state_after_an_event_is_told()
    {
        var exception = await Assert.ThrowsAsync<SelfTestException>(() => SelfTest.RunAsync(new DullServer()));
        Assert.Contains("dull_server.xml(8): step 1 of dull_server's selftest expected the state awake, and it is asleep.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_does_not_come_to_a_state_is_told_with_how_long_the_clock_was_turned()
    {
        var exception = await Assert.ThrowsAsync<SelfTestException>(() => SelfTest.RunAsync(new LazyServer()));
        Assert.Contains("lazy_server.xml(8): step 1 of lazy_server's selftest expected the state awake, and it is asleep after the 10 minutes that the clock was turned.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_throws_is_told()
    {
        var exception = await Assert.ThrowsAsync<SelfTestException>(() => SelfTest.RunAsync(new FailingServer()));
        Assert.Contains("failing_server.xml(7): step 1 of failing_server's selftest sent ASK sequence=0 word=0x reason='' and expected SHUT, and nothing came in 5 seconds.\nThe server's log:\n", exception.Message, StringComparison.Ordinal);
        Assert.Contains("The rock fell.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_selftest_fails()
    {
        var exception = await Assert.ThrowsAsync<SelfTestException>(() => SelfTest.RunAsync(new UntestedServer()));
        Assert.Equal("The model untested_server has no <selftest>.", exception.Message);
    }

    [Fact]
    public async Task A_server_has_ended_with_its_selftest()
    {
        var server = new CaveServer();
        await SelfTest.RunAsync(server);
        await server.Completion.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_on_a_loop_that_it_shares_is_refused()
    {
        await using var loop = new EventLoop(new InProcessTransport());
        await Assert.ThrowsAsync<InvalidOperationException>(() => SelfTest.RunAsync(new CaveServer { Options = { Loop = loop } }));
    }
}
