using static ZProto.Generator.Tests.Analyzers.AnalyzedServer;

namespace ZProto.Generator.Tests.Analyzers;

public class AsyncActionTests
{
    [Theory]
    [InlineData("private async partial void |Act() { await Task.Yield(); }")]
    [InlineData("private partial void Act() { }\nasync partial void |OnInitialize() { await Task.Yield(); }")]
    [InlineData("private partial void Act() => Later(); private async void |Later() { await Task.Yield(); }")]
    public async Task An_action_that_is_async_is_an_error_at_its_name(string members)
    {
        string message = await AssertReportsAsync("ZP0501", Head + members + Tail);
        Assert.Contains("runs on the engine's loop and cannot be async", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_of_the_server_that_is_async_is_an_error_too()
        => await AssertReportsAsync("ZP0501", Head + "private partial void Act() { } }\nasync partial void |OnTerminate() { await Task.Yield(); }\nclass Inner { " + Tail);

    [Theory]
    [InlineData("private partial void Act() { }")]
    [InlineData("private partial void Act() => _ = LaterAsync(); private async Task LaterAsync() => await Task.Yield();")]
    [InlineData("private partial void Act() { } } private async void Later() { await Task.Yield(); } class Inner {")]
    [InlineData("private partial void Act() { } } } public class Other { private async void Later() { await Task.Yield(); } class Inner {")]
    public async Task Other_methods_may_be_async(string members)
        => await AssertSilentAsync(Head + members + Tail);
}
