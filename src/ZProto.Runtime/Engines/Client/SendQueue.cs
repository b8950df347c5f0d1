namespace ZProto.Engines.Client;

/// <summary>Messages on their way to a DEALER that does not take them yet. Up to a limit they are as good as sent for their callers; those of others wait.</summary>
internal sealed class SendQueue<TMessage>(int limit)
{
    private readonly Queue<(TMessage Message, bool Outlasts)> _messages = new();

    // After the messages, in the order of the calls.
    private readonly List<(TMessage Message, TaskCompletionSource Caller)> _waiting = [];

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>Whether a caller would have to wait.</summary>
    public bool IsFull => _messages.Count >= limit;

    /// <summary>Takes a message in, unless it is full.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outlastsConnection">Whether it may go out by a later connection than the one it was meant for.</param>
    public bool TryAdd(TMessage message, bool outlastsConnection)
    {
        if (IsFull)
            return false;
        _messages.Enqueue((message, outlastsConnection));
        return true;
    }

    /// <summary>Has a caller wait, until there is room for its message.</summary>
    public void Add(TMessage message, TaskCompletionSource caller) => _waiting.Add((message, caller));

    /// <summary>The next message to send.</summary>
    public bool TryPeek([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TMessage message)
    {
        bool any = _messages.TryPeek(out (TMessage Message, bool) next);
        message = next.Message;
        return any;
    }

    /// <summary>The next message is sent: there is room for one of those who wait.</summary>
    public void Remove()
    {
        _messages.Dequeue();
        LetIn();
    }

    /// <summary>The connection is lost, and with it what was meant for it alone.</summary>
    public void OnConnectionLost()
    {
        for (int count = _messages.Count; count > 0; count--)
        {
            (TMessage Message, bool Outlasts) next = _messages.Dequeue();
            if (next.Outlasts)
                _messages.Enqueue(next);
        }
        LetIn();
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

    private void LetIn()
    {
        int taken = 0;
        while (!IsFull && taken < _waiting.Count)
        {
            (TMessage message, TaskCompletionSource caller) = _waiting[taken++];
            if (caller.TrySetResult())
                _messages.Enqueue((message, true));
        }
        _waiting.RemoveRange(0, taken);
    }
}
