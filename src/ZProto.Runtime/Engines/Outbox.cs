namespace ZProto.Engines;

/// <summary>Messages on their way to a DEALER that does not take them yet. Up to a limit they are as good as sent for their callers; those of others wait.</summary>
internal sealed class Outbox<TMessage>(int limit)
{
    private readonly Queue<TMessage> _messages = new();

    // Behind the messages, in the order of the calls.
    private readonly List<(TMessage Message, TaskCompletionSource Caller)> _waiting = [];

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>Whether a caller would have to wait.</summary>
    public bool IsFull => _messages.Count >= limit;

    /// <summary>Takes a message in, unless it is full.</summary>
    public bool TryAdd(TMessage message)
    {
        if (IsFull)
            return false;
        _messages.Enqueue(message);
        return true;
    }

    /// <summary>Has a caller wait, until there is room for its message.</summary>
    public void Add(TMessage message, TaskCompletionSource caller) => _waiting.Add((message, caller));

    /// <summary>The next message to send.</summary>
    public bool TryPeek([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TMessage message) => _messages.TryPeek(out message);

    /// <summary>The next message is sent: there is room for one of those who wait.</summary>
    public void Remove()
    {
        _messages.Dequeue();
        int taken = 0;
        while (!IsFull && taken < _waiting.Count)
        {
            (TMessage message, TaskCompletionSource caller) = _waiting[taken++];
            if (caller.TrySetResult())
                _messages.Enqueue(message);
        }
        _waiting.RemoveRange(0, taken);
    }

    /// <summary>Forgets the messages of those who no longer wait.</summary>
    public void ForgetCancelled() => _waiting.RemoveAll(item => item.Caller.Task.IsCompleted);

    /// <summary>Gives those who wait an exception. What was taken in may still be sent.</summary>
    public void Fail(Exception exception)
    {
        foreach ((_, TaskCompletionSource caller) in _waiting)
            caller.TrySetException(exception);
        _waiting.Clear();
    }
}
