using System.Reflection;

namespace ZProto.Broker.Tests;

/// <summary>The sample as a program.</summary>
public sealed class DemoTests
{
    private const string LastLine = "ada receives LETTER 'sum' from a worker: 2";

    [Fact]
    public async Task The_demo_runs_in_one_process_with_nothing_installed() => Assert.Equal((0, LastLine), await RunAsync());

    [LibZmqFact]
    public async Task The_demo_runs_over_tcp() => Assert.Equal((0, LastLine), await RunAsync("demo", "--transport", "libzmq"));

    [Fact]
    public async Task The_demo_runs_on_sockets() => Assert.Equal((0, LastLine), await RunAsync("demo", "--transport", "sockets"));

    /// <summary>Runs the program as its command line would, and returns the last line that it prints about ada.</summary>
    /// <remarks>A worker that the demo ends before it confirms leaves its job to the other, which may say so after ada has her answer.</remarks>
    private static async Task<(int Code, string LastLine)> RunAsync(params string[] args)
    {
        MethodInfo main = typeof(BrokerServer).Assembly.EntryPoint!;
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(output));
        try
        {
            int code = await Task.Run(() => (int)main.Invoke(null, [args])!).WaitAsync(TimeSpan.FromMinutes(1));
            string last = output.ToString().Split('\n').Select(line => line.Trim()).Last(line => line.StartsWith("ada ", StringComparison.Ordinal));
            // Which of the two has its turn is their own affair.
            return (code, last.Replace("from one", "from a worker", StringComparison.Ordinal).Replace("from two", "from a worker", StringComparison.Ordinal));
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
