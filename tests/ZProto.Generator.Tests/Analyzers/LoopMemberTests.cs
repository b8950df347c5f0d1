using static ZProto.Generator.Tests.Analyzers.AnalyzedServer;

namespace ZProto.Generator.Tests.Analyzers;

public class LoopMemberTests
{
    [Theory]
    [InlineData("Task.Run(() => |Send(Talk.MessageId.Ok));")]
    [InlineData("Task.Run(() => _ = this.|Message);")]
    [InlineData("Task.Run(async () => { await Task.Yield(); _ = |State; });")]
    [InlineData("Task.Run(|Terminate);")]
    [InlineData("Task.Run((Action)(() => SetNextEventSoon())); void SetNextEventSoon() => |SetNextEvent(Event.Say);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => |SetException(Event.Say));")]
    [InlineData("new Thread(() => |SetWakeup(TimeSpan.Zero, Event.Say)).Start();")]
    [InlineData("new Thread(Work).Start(); void Work() { _ = |Argument; }")]
    [InlineData("Task.Factory.StartNew(() => Server.|SendEvent(this, Event.Say));")]
    [InlineData("Parallel.For(0, 1, _ => Server.|BroadcastEvent(Event.Say));")]
    [InlineData("_ = new Timer(_ => { foreach (Client client in Server.|GetClients()) { } });")]
    [InlineData("Task.Delay(1).ContinueWith(_ => Server.|TryGetClient(default, out Client? _));")]
    [InlineData("Talk copy = new(); Task.Run(() => { Action inner = () => Server.|SendTo(default, copy); inner(); });")]
    [InlineData("RunInBackground(async end => { await Task.Yield(); _ = |Message; }, Event.Say, Event.Say);")]
    [InlineData("RunInBackground(async end => { await Task.Yield(); return |Message.ToString(); }, Event.Say, Event.Say);")]
    [InlineData("RunInBackground(WorkAsync, Event.Say, Event.Say); async Task WorkAsync(CancellationToken end) { await Task.Yield(); |Send(Talk.MessageId.Ok); }")]
    [InlineData("RunInBackground(end => Task.CompletedTask.ContinueWith(_ => |Terminate()), Event.Say, Event.Say);")]
    [InlineData("Task.Run(() => |RunInBackground(end => Task.CompletedTask, Event.Say, Event.Say));")]
    [InlineData("Task.Run(() => Server.|CreateDealer());")]
    [InlineData("ZProto.DealerConnection dealer = Server.CreateDealer(); Task.Run(() => dealer.|Send(new Talk()));")]
    [InlineData("ZProto.DealerConnection dealer = Server.CreateDealer(); Task.Run(() => dealer.|Connect(\"inproc://x\"));")]
    [InlineData("ZProto.DealerConnection dealer = Server.CreateDealer(); Task.Run(() => dealer.|Handle(null));")]
    public async Task A_member_of_the_loop_that_another_thread_uses_is_a_warning_where_it_is_used(string statements)
    {
        string message = await AssertReportsAsync("ZP0503", $"{Head}private partial void Act()\n{{\n{statements}\n}}{Tail}");
        Assert.Contains("belongs to the engine's loop", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_own_code_counts_too()
        => await AssertReportsAsync("ZP0503", Head + "private partial void Act() { } } public Task CountAsync() => Task.Run(() => |GetClients().Count); class Inner {" + Tail);

    [Theory]
    [InlineData("Send(Talk.MessageId.Ok);")]
    [InlineData("Action act = () => Send(Talk.MessageId.Ok); act();")]
    [InlineData("void Local() => Send(Talk.MessageId.Ok); Local();")]
    [InlineData("string text = Message.ToString(); Task.Run(() => Console.WriteLine(text));")]
    [InlineData("Task.Run(() => Server.InvokeAsync(() => Server.SendEvent(this, Event.Say)));")]
    [InlineData("Task.Run(() => Server.InvokeAsync(Terminate));")]
    [InlineData("Task.Run(() => _ = RoutingId);")]
    [InlineData("string text = Message.ToString(); RunInBackground(async end => { await Task.Delay(1, end); return text; }, Event.Say, Event.Say);")]
    [InlineData("Task.Run(() => Server.Post(() => Server.BroadcastEvent(Event.Say)));")]
    [InlineData("Task.Run(() => Server.Monitor(TimeSpan.FromSeconds(1), () => _ = Server.GetClients().Count));")]
    [InlineData("ZProto.DealerConnection dealer = Server.CreateDealer(); Task.Run(dealer.Dispose);")]
    public async Task Members_used_on_the_loop_are_no_matter(string statements)
        => await AssertSilentAsync($"{Head}private partial void Act()\n{{\n{statements}\n}}{Tail}");
}
