using System.Collections.Concurrent;

namespace ZProto.Runtime.Tests;

/// <summary>A server with every further socket: what comes in it keeps for the test.</summary>
public sealed partial class NewsServer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>What is done at the start.</summary>
    public Action<NewsServer>? Starting { get; init; }

    public BlockingCollection<string> Received { get; } = [];

    /// <summary>The next message that came in. The wait ends only where a test fails.</summary>
    public string Receive()
    {
        Assert.True(Received.TryTake(out string? text, s_patience), "Nothing came.");
        return text;
    }

    partial void OnInitialize() => Starting?.Invoke(this);

    private partial void OnFeed(IMultipartMessage notice)
    {
        Assert.True(NewsMsg.TryParseSubscription(notice.GetFrame(0), out bool subscribe, out NewsMsg.MessageId id, out string topic));
        Received.Add($"feed {(subscribe ? "+" : "-")}{id} {topic}");
    }

    private partial void OnWire(NewsMsg message) => Received.Add($"wire {message.Id} {message.Topic} {message.Text}");

    private partial void OnRelay(NewsMsg message) => Received.Add($"relay {message.Id} {message.Topic} {message.Text}");

    private partial void OnWork(JobMsg message)
    {
        if (message.Number == 13)
            throw new InvalidOperationException("unlucky");
        Received.Add($"work {message.Number}");
    }

    private partial void OnUpstream(JobMsg message) => Received.Add($"upstream {message.Id} {message.Number}");

    private partial void OnSideDoor(JobMsg message)
    {
        Received.Add($"side door {message.Id} {message.Number}");
        SideDoor.Send(message.RoutingId, JobMsg.CreateDone(message.Number));
    }

    public sealed partial class Client
    {
        private partial void DoIt() => Server.Received.Add($"client {Message.Number}");
    }
}
