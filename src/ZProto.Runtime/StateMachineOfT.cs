using ZProto.Engines.Execution;

namespace ZProto;

/// <summary>A state machine of an engine whose events may come as messages of a protocol.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public class StateMachine<TMessage> : StateMachine
    where TMessage : class
{
    // What ends work that runs for it off the loop; made for the first.
    private CancellationTokenSource? _end;

    internal StateMachine()
    {
    }

    /// <summary>The message of the current event: what the peer sent, and what is sent to it. It is empty if the event is not a message.</summary>
    /// <exception cref="InvalidOperationException">The machine is not executing an event.</exception>
    [LoopOnly]
    public TMessage Message
        => CurrentMessage ?? throw new InvalidOperationException("There is a message only while the machine is at work on an event.");

    /// <summary>The message of the execution at work, or null.</summary>
    internal TMessage? CurrentMessage { get; set; }

    /// <summary>A token that is cancelled when the machine ends.</summary>
    internal CancellationToken EndToken => (_end ??= new CancellationTokenSource()).Token;

    /// <summary>Ends the work that runs for it off the loop, where those who hear of it are the user's.</summary>
    internal void CancelWork()
    {
        if (_end is not null)
            _ = Platform.CancelAsync(_end);
    }
}
