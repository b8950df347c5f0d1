using ZProto.Engines.Execution;

namespace ZProto.Engines.Client;

/// <summary>What a client's calls ask of it. All of it belongs to the loop.</summary>
internal interface IClientControl
{
    /// <summary>The client's machine.</summary>
    StateMachine Machine { get; }

    /// <summary>The value that pairs the message at work with a call; 0 where there is no message or no such value.</summary>
    UInt128 CorrelationAtWork { get; }

    /// <summary>The call that began the execution at work, or null.</summary>
    ClientCall? CallAtWork { get; }

    /// <summary>Whether a timer began the execution at work.</summary>
    bool IsTimerAtWork { get; }

    /// <summary>The largest value that pairs replies with calls; 0 where the model has none.</summary>
    UInt128 MaxCorrelation { get; }

    /// <summary>What is known of the connection to the server, for a message.</summary>
    string DescribeConnection();

    /// <summary>Replaces the DEALER, and with it what is under way by it.</summary>
    void ReplaceConnection();

    /// <summary>Whether the state has a transition for an event.</summary>
    bool HasTransition(int eventId);

    /// <summary>Executes the event of a call.</summary>
    void Execute(int eventId, IEventCaller caller);

    /// <summary>Whether a reply is kept for a call that is yet to be made.</summary>
    bool IsKept(int reply);

    /// <summary>A reply's name, as the model's author wrote it.</summary>
    string GetReplyName(int reply);

    /// <summary>Hands a reply that a call has taken to the user's part.</summary>
    void OnReply(int reply, object? values);

    /// <summary>Why calls fail once the machine has ended.</summary>
    ClientClosedException Closed();
}
