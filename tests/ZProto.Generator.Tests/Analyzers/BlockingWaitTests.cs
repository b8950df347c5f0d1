using static ZProto.Generator.Tests.Analyzers.AnalyzedServer;

namespace ZProto.Generator.Tests.Analyzers;

public class BlockingWaitTests
{
    [Theory]
    [InlineData("Task.CompletedTask.|Wait();", "Task.Wait")]
    [InlineData("Task.|WaitAll(Task.CompletedTask);", "Task.WaitAll")]
    [InlineData("_ = Task.FromResult(1).|Result;", "Task.Result")]
    [InlineData("Task.CompletedTask.GetAwaiter().|GetResult();", "TaskAwaiter.GetResult")]
    [InlineData("_ = Task.FromResult(1).ConfigureAwait(false).GetAwaiter().|GetResult();", "ConfiguredTaskAwaiter.GetResult")]
    [InlineData("_ = new ValueTask<int>(1).|Result;", "ValueTask.Result")]
    [InlineData("Thread.|Sleep(1);", "Thread.Sleep")]
    [InlineData("new ManualResetEvent(true).|WaitOne();", "WaitHandle.WaitOne")]
    [InlineData("new ManualResetEventSlim(true).|Wait();", "ManualResetEventSlim.Wait")]
    [InlineData("new SemaphoreSlim(1).|Wait();", "SemaphoreSlim.Wait")]
    [InlineData("lock (this) { System.Threading.Monitor.|Wait(this); }", "Monitor.Wait")]
    [InlineData("Task? task = null; task?.|Wait();", "Task.Wait")]
    [InlineData("Action wait = () => Thread.|Sleep(1); wait();", "Thread.Sleep")]
    [InlineData("void Local() => Thread.|Sleep(1); Local();", "Thread.Sleep")]
    public async Task A_wait_that_blocks_the_loop_is_a_warning_at_its_name(string statements, string name)
    {
        string message = await AssertReportsAsync("ZP0502", $"{Head}private partial void Act()\n{{\n{statements}\n}}{Tail}");
        Assert.StartsWith($"'{name}' blocks", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private int Count => Task.FromResult(1).|Result; private partial void Act() { }")]
    [InlineData("private partial void Act() { } class Inner { void Wait() => Thread.|Sleep(1); }")]
    public async Task Every_member_of_the_machines_class_counts(string members)
        => await AssertReportsAsync("ZP0502", Head + members + Tail);

    [Theory]
    [InlineData("private partial void Act() => Task.Run(() => Thread.Sleep(1));")]
    [InlineData("private partial void Act() { new Thread(new ThreadStart(Work)).Start(); void Work() => Thread.Sleep(1); }")]
    [InlineData("private partial void Act() { Task.Run(() => Work()); void Work() => Thread.Sleep(1); }")]
    [InlineData("private partial void Act() => RunInBackground(end => { Thread.Sleep(1); return Task.CompletedTask; }, Event.Say, Event.Say);")]
    [InlineData("private partial void Act() => RunInBackground(async end => { await Task.Yield(); return Task.FromResult(1).Result; }, Event.Say, Event.Say);")]
    [InlineData("private partial void Act() => Wait(); private static void Wait() { }")]
    [InlineData("private partial void Act() { } } private void Wait() { Thread.Sleep(1); } class Inner {")]
    [InlineData("private partial void Act() { } private async Task LaterAsync() => await Task.Delay(1);")]
    public async Task A_wait_on_another_thread_or_outside_the_machine_is_no_matter(string members)
        => await AssertSilentAsync(Head + members + Tail);
}
