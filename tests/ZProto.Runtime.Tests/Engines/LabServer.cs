using System.Collections.Concurrent;

namespace ZProto.Runtime.Tests;

/// <summary>A server with machines of its own: what they do it keeps for the test.</summary>
public sealed partial class LabServer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>What is done at the start of the probe, of the other machine, and of the server.</summary>
    public Action<ProbeMachine>? StartingProbe { get; init; }

    public Action<OtherMachine>? StartingOther { get; init; }

    public Action<LabServer>? Starting { get; init; }

    /// <summary>What is done as the probe ends.</summary>
    public Action<ProbeMachine>? Ending { get; set; }

    /// <summary>What is done on each job that comes in, in place of noting it.</summary>
    public Action<ProbeMachine>? Working { get; set; }

    public BlockingCollection<string> Received { get; } = [];

    /// <summary>The next thing that a machine did. The wait ends only where a test fails.</summary>
    public string Receive()
    {
        Assert.True(Received.TryTake(out string? text, s_patience), "Nothing was done.");
        return text;
    }

    /// <summary>All that was done and not received.</summary>
    public List<string> TakeAll()
    {
        var all = new List<string>();
        while (Received.TryTake(out string? text))
            all.Add(text);
        return all;
    }

    partial void OnInitialize()
    {
        Received.Add("server starts");
        Starting?.Invoke(this);
    }

    partial void OnTerminate() => Received.Add($"server ends, probe {(Probe.IsAlive ? "there" : "gone")}");

    private partial void OnWire(NewsMsg message) => Received.Add($"wire {message.Id} {message.Topic}");

    public sealed partial class Client
    {
        private partial void AskProbe()
        {
            if (Server.Probe.Raise(ProbeMachine.Event.Object))
                SetException(Event.Refused);
        }

        private partial void NoteRefused() => Server.Received.Add($"client refused {Message.Number}");
    }

    public sealed partial class ProbeMachine
    {
        partial void OnInitialize()
        {
            Server.Received.Add($"probe starts in {State}");
            Server.StartingProbe?.Invoke(this);
        }

        partial void OnTerminate()
        {
            Server.Received.Add("probe ends");
            Server.Ending?.Invoke(this);
        }

        private partial void NoteEntry() => Server.Received.Add($"enter {State}");

        private partial void NoteExit() => Server.Received.Add($"leave {State}");

        private partial void NoteJob()
        {
            if (Server.Working is { } working)
                working(this);
            else
                Server.Received.Add($"job {Message.Number} in {State}");
        }

        private partial void NoteGo() => Server.Received.Add("go");

        private partial void NoteAny() => Server.Received.Add($"any {Message.Id} {Message.Number}");

        private partial void NoteTick() => Server.Received.Add("tick");

        private partial void NoteResult() => Server.Received.Add($"result {(Argument as Exception)?.Message ?? Argument} for {Message.Number}");

        private partial void NoteRefused() => Server.Received.Add("refused");

        private partial void SetRefused() => SetException(Event.Refused);

        private partial void SetObjectNext() => SetNextEvent(Event.Object);

        private partial void RunArgument() => ((Action<ProbeMachine>)Argument!)(this);

        private partial void Throw() => throw new InvalidOperationException("out of order");
    }

    public sealed partial class OtherMachine
    {
        partial void OnInitialize()
        {
            Server.Received.Add("other starts");
            Server.StartingOther?.Invoke(this);
        }

        partial void OnTerminate() => Server.Received.Add("other ends");

        private partial void NoteDone() => Server.Received.Add($"done {Message.Number} in {State}");

        private partial void RunArgument() => ((Action<OtherMachine>)Argument!)(this);
    }

    public sealed partial class ReaderMachine
    {
        private partial void NoteNews() => Server.Received.Add($"news {Message.Topic} {Message.Text}");
    }
}
