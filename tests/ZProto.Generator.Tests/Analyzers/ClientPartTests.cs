using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Analyzers;

/// <summary>What analyzers say of the user's part of a client, which programs use and whose actions stand in one class.</summary>
public class ClientPartTests
{
    private const string Head = "using System; using System.Threading; using System.Threading.Tasks;\nnamespace Sample;\npublic partial class TalkClient {\n";

    private static readonly AnalyzedPart s_part = new(TestProject.WithClient(
        """
        <class name = "talk_client" script = "client"><state name = "a"><event name = "ask"><action name = "act" /></event></state>
        <method name = "ask" return = "text"><field name = "text" type = "string" /><accept reply = "answer" /></method>
        <reply name = "answer"><field name = "text" type = "string" /></reply>
        <send><message name = "SAY" /></send><recv><message name = "NEWS" /></recv></class>
        """,
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "NEWS" /></class>""")));

    [Theory]
    [InlineData("private async partial void |Act() { await Task.Yield(); }")]
    [InlineData("private partial void Act() { }\nasync partial void |OnInitialize() { await Task.Yield(); }")]
    public async Task An_action_that_is_async_is_an_error_at_its_name(string members)
        => await s_part.AssertReportsAsync("ZP0501", $"{Head}{members} }}");

    [Theory]
    [InlineData("Task.CompletedTask.|Wait();", "Task.Wait")]
    [InlineData("_ = AskAsync(\"x\").|Result;", "Task.Result")]
    [InlineData("SayAsync().GetAwaiter().|GetResult();", "TaskAwaiter.GetResult")]
    [InlineData("Action wait = () => Thread.|Sleep(1); wait();", "Thread.Sleep")]
    [InlineData("void Local() => Thread.|Sleep(1); Local();", "Thread.Sleep")]
    public async Task A_wait_that_blocks_in_an_action_is_a_warning_at_its_name(string statements, string name)
        => Assert.StartsWith($"'{name}' blocks", await s_part.AssertReportsAsync("ZP0502", $"{Head}private partial void Act()\n{{\n{statements}\n}} }}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("_ = |Args.Text;")]
    [InlineData("_ = |Message;")]
    [InlineData("_ = |State;")]
    [InlineData("_ = |Argument;")]
    [InlineData("_ = |IsAlive;")]
    [InlineData("|LogPrefix = \"x\";")]
    [InlineData("|Dealer.Connect(\"x\");")]
    [InlineData("|Deliver();")]
    [InlineData("|Send(Talk.MessageId.Say);")]
    [InlineData("|SendEvent(Event.Ask);")]
    [InlineData("|SetConnected(true);")]
    [InlineData("|SetExpiry(TimeSpan.Zero);")]
    [InlineData("|SetHeartbeat(TimeSpan.Zero);")]
    [InlineData("|SetNextEvent(Event.Ask);")]
    [InlineData("|SetException(Event.Ask);")]
    [InlineData("|SetWakeup(TimeSpan.Zero, Event.Ask);")]
    [InlineData("|Terminate();")]
    [InlineData("_ = |Dealer;")]
    [InlineData("|CreateDealer();")]
    [InlineData("|ReplyAnswer(\"x\");")]
    public async Task A_member_of_the_loop_that_another_thread_uses_is_a_warning_where_it_is_used(string statement)
        => await s_part.AssertReportsAsync("ZP0503", $"{Head}private partial void Act()\n{{\nTask.Run(() => {{ {statement} }});\n}} }}");

    [Fact]
    public async Task A_member_of_the_loop_that_is_handed_to_another_thread_is_a_warning_too()
        => await s_part.AssertReportsAsync("ZP0503", Head + "private partial void Act() => Task.Run(|Terminate); }");

    [Theory]
    [InlineData("namespace Sample;\npublic partial class |TalkClient { private int _count; }")]
    [InlineData("namespace Sample; class Program { object Create() => new |TalkClient(); }")]
    public async Task A_client_without_an_action_is_told_which_at_its_name_or_where_it_is_created(string marked)
        => Assert.Equal("class 'TalkClient' lacks methods that the model asks for: Act", await s_part.AssertReportsAsync("ZP0506", marked, compiles: false));

    [Theory]
    [InlineData("public async Task<string> AskTwiceAsync() { await AskAsync(\"x\"); await SayAsync(); return await AskAsync((await ReceiveAsync()).Command); }")]
    [InlineData("public async void Ask() => await AskAsync(\"x\");")]
    [InlineData("public string Ask() => AskAsync(\"x\").Result;")]
    [InlineData("public Task AskLaterAsync() => Task.Run(() => AskAsync(\"x\"));")]
    [InlineData("public Task WatchAsync() => Task.Run(() => IsConnected && !IsOnLoop);")]
    [InlineData("public Task StopAsync() => Task.Run(() => InvokeAsync(() => { SetConnected(false); Terminate(); }));")]
    [InlineData("private void ReplyLater() { } public Task LaterAsync() => Task.Run(() => ReplyLater());")]
    public async Task What_the_users_write_beside_actions_for_other_threads_is_no_matter(string members)
        => await s_part.AssertSilentAsync($"{Head}private partial void Act() {{ }}\n{members} }}");

    [Theory]
    [InlineData("Message.Id = Talk.MessageId.Say; Send(Talk.MessageId.Say); ReplyAnswer(Args.Text); Dealer.Connect(\"x\");")]
    [InlineData("string text = Args.Text; Task.Run(() => Console.WriteLine(text));")]
    [InlineData("_ = AskAsync(\"x\"); _ = SayAsync();")]
    [InlineData("Task.Run(async () => { await Task.Yield(); await InvokeAsync(() => SendEvent(Event.Ask)); });")]
    public async Task Members_used_on_the_loop_are_no_matter(string statements)
        => await s_part.AssertSilentAsync($"{Head}private partial void Act()\n{{\n{statements}\n}} }}");
}
