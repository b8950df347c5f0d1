using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Timing;

namespace ZProto.Engines.Client;

/// <summary>The calls of a client's methods: those that wait for a reply, those that wait for a state, and replies that no one has asked for yet.</summary>
internal sealed class PendingCalls(EngineContext context, IClientControl client) : IClientCallOwner
{
    private const int MaxKeptReplies = 1_000;

    // How long a call that was given up still takes the reply meant for it, so that no other call gets that.
    private const long LateReplyMilliseconds = 60_000;

    private readonly CorrelationSource _correlations = new(client.MaxCorrelation);
    private readonly List<ClientCall> _open = [];
    private readonly List<ClientCall> _waiting = [];
    private readonly List<(int Reply, object? Values)> _kept = [];
    private ClientCall? _running;

    // The number of the call that began last. A call that was given up has its reply late or lost; if it is lost, every later call
    // loses its own to the one before. So of the calls: those up to _inDoubtSince began before any was given up, and show nothing
    // of that; those up to _lastTaken began before one that was given up took a reply, which may have been theirs; and of those up
    // to _lost that was shown, so that they await none any more.
    private long _lastNumber;
    private long? _inDoubtSince;
    private long _lastTaken;
    private long _lost;

    /// <summary>The call that began the execution at work, or null.</summary>
    public ClientCall? AtWork { get; set; }

    /// <summary>Makes a call.</summary>
    public void Submit(ClientCall call)
    {
        if (call.IsDone)
            return;
        if (!client.Machine.IsAlive)
        {
            call.Fail(client.Closed());
            return;
        }
        // The time of one that is made again begins each time that it is made.
        if (!call.Retries)
            StartTime(call);
        Execute(call);
    }

    /// <summary>Executes the event of a call.</summary>
    public void Execute(ClientCall call)
    {
        call.Owner = this;
        if (call.Event == 0)
            MakeImmediate(call);
        else if (MustWait(call))
            _waiting.Add(call);
        else
            client.Execute(call.Event, call);
    }

    public void OnBegin(ClientCall call)
    {
        AtWork = call;
        call.SetArguments();
        if (!call.AwaitsReply)
        {
            _running = call;
            return;
        }
        call.Number = ++_lastNumber;
        _open.Add(call);
        if (!call.Retries || call.IsArmed)
            return;
        call.Tried++;
        StartTime(call);
    }

    public void OnRan(ClientCall call)
    {
        if (!ReferenceEquals(_running, call))
            return;
        _running = null;
        Complete(call, 0, null);
    }

    public void OnUnexpected(ClientCall call)
    {
        if (call.IsOptional)
            Complete(call, 0, null);
        else if (IsBusy)
            _waiting.Add(call);
        else
            Fail(call, new InvalidClientStateException(call.Name, client.Machine.StateName));
    }

    public void OnDropped(ClientCall call) => Fail(call, client.Closed());

    /// <summary>Gives a reply to the call it is for.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Reply(int reply, object? values)
    {
        while (FindCall(reply) is var index and >= 0)
        {
            ClientCall call = _open[index];
            bool isTaken = Complete(call, reply, values);
            if (call.HasSent && IsWithoutServer(call, reply))
            {
                EndWithoutServer(call);
                RestIfIdle();
                return true;
            }
            _open.RemoveAt(index);
            // A call that was given up takes the reply meant for it. One that only waited for something to come was meant by none.
            if (!isTaken && call.Event == 0)
                continue;
            if (!isTaken)
                _lastTaken = _lastNumber;
            else if (!_open.Exists(IsAbandoned))
                _inDoubtSince = null;
            RestIfIdle();
            return true;
        }
        if (!client.IsKept(reply))
        {
            context.Logger.ReplyDropped(client.Machine.LogName, client.GetReplyName(reply));
            return false;
        }
        if (_kept.Count == MaxKeptReplies)
        {
            if (context.Lines.IsDue(nameof(EngineLog.KeptReplyDropped), out string more))
                context.Logger.KeptReplyDropped(client.Machine.LogName, MaxKeptReplies, more);
            _kept.RemoveAt(0);
        }
        _kept.Add((reply, values));
        return false;
    }

    /// <summary>A value for the messages of a call, which no open call has; 0 if all are taken.</summary>
    public UInt128 NextCorrelation() => _correlations.Next(_open);

    /// <summary>The machine is idle: calls that wait are made if the state names them now, the oldest first, or fail if nothing can lead to such a state any more.</summary>
    public void Rest()
    {
        while (_waiting.Count > 0 && client.Machine.IsAlive)
        {
            _waiting.RemoveAll(call => call.IsDone);
            int index = _waiting.FindIndex(call => !MustWait(call) && client.HasTransition(call.Event));
            if (_waiting.Count == 0 || (index < 0 && IsBusy))
                return;
            // Where no call fits and none is open, the oldest is made too, and refused.
            ClientCall next = _waiting[Math.Max(index, 0)];
            _waiting.Remove(next);
            Execute(next);
        }
    }

    /// <summary>The connection is lost: what the server has not answered it will not answer any more.</summary>
    public void OnConnectionLost()
    {
        // The call at work may be what connects again.
        ClientCall? atWork = client.CallAtWork;
        List<ClientCall> again = [];
        foreach (ClientCall call in _open.Where(call => call.Event != 0 && call.Correlation == UInt128.Zero && !ReferenceEquals(call, atWork)))
        {
            if (call.Retries && !call.IsDone)
                again.Add(call);
            else
                Fail(call, new ConnectionLostException($"The connection to the server was lost while '{call.Name}' waited for its reply."));
        }
        OnDisconnect();
        again.ForEach(MakeAgain);
    }

    /// <summary>There is no connection any more by which the server could reply to what was sent.</summary>
    public void OnDisconnect()
    {
        ForgetAbandoned();
        foreach (ClientCall call in _open)
            call.HasSent = false;
    }

    /// <summary>Replies to calls that were given up will not come any more.</summary>
    public void ForgetAbandoned()
    {
        foreach (ClientCall call in _open.Where(call => call.IsDone))
            Timers.Cancel(call);
        _open.RemoveAll(call => call.IsDone);
        _inDoubtSince = null;
        RestIfIdle();
    }

    /// <summary>The caller no longer waits. On the loop.</summary>
    public void Abandoned(ClientCall call)
    {
        if (call.IsGivenUp)
            return;
        bool isOpen = _open.Contains(call);
        if (isOpen && call.Event != 0 && !IsAlone(call))
        {
            AwaitLateReply(call);
            return;
        }
        Timers.Cancel(call);
        _open.Remove(call);
        _waiting.Remove(call);
        if (isOpen && call.HasSent && IsAlone(call))
            client.ReplaceConnection();
    }

    /// <summary>Gives all callers an exception. Late replies still find the calls that they are for.</summary>
    public void Fail(Exception exception)
    {
        foreach (ClientCall call in _waiting)
            Fail(call, exception);
        _waiting.Clear();
        _running?.Fail(exception);
        _running = null;
        foreach (ClientCall call in _open)
            Fail(call, exception);
    }

    private TimerWheel Timers => context.Loop.Timers;

    // Calls that only wait for something to come lead to no other state, nor do those that the model is done with.
    private bool IsBusy => _open.Exists(call => call.Event != 0 && !call.IsAnswered);

    // A call that is made again takes a new connection each time, so that no late reply is taken for that of a later call. So it has
    // the connection to itself. A value that tells replies apart makes all that needless.
    private bool IsAlone(ClientCall call) => call.Retries && client.MaxCorrelation == UInt128.Zero;

    private bool MustWait(ClientCall call)
    {
        if (call.IsOptional)
            return false;
        return IsAlone(call) ? client.Machine.IsWorking || IsBusy : _open.Exists(other => IsAlone(other) && !other.IsAnswered);
    }

    private static bool IsAbandoned(ClientCall call) => call.IsGivenUp && call.Correlation == UInt128.Zero;

    // With a value, the call that has it, or else one that only waits for something to come. Without one, the oldest; but not one
    // that was given up and is told its late reply by its value, nor one that the model has answered and answers again.
    private int FindCall(int reply)
    {
        UInt128 correlation = client.CorrelationAtWork;
        if (correlation == UInt128.Zero)
        {
            bool isServers = !client.IsTimerAtWork && client.CallAtWork is null;
            return _open.FindIndex(call => call.Accepts(reply) && !(call.IsGivenUp && call.Correlation != UInt128.Zero) && (isServers || !call.IsAnswered));
        }
        int index = _open.FindIndex(call => call.Correlation == correlation && call.Accepts(reply));
        return index >= 0 ? index : _open.FindIndex(call => call.Event == 0 && call.Accepts(reply));
    }

    // By a timer, or by another call, as one that cancels: the server's own reply may still come. A call that answers itself awaits none.
    private bool IsWithoutServer(ClientCall call, int reply)
        => client.IsTimerAtWork || (client.CallAtWork is { } other && !ReferenceEquals(other, call) && !other.Accepts(reply));

    private void EndWithoutServer(ClientCall call)
    {
        call.IsAnswered = true;
        // What this call waited for went to one before, then, of which none is left that could be only late.
        bool isLost = IsInDoubt(call) && call.Number <= _lastTaken && !_open.Exists(other => IsAbandoned(other) && other.Number < call.Number);
        AwaitLateReply(call);
        if (isLost)
            ForgetUncorrelated();
    }

    private void AwaitLateReply(ClientCall call)
    {
        if (call.Correlation == UInt128.Zero)
        {
            if (call.Number <= _lost)
            {
                Timers.Cancel(call);
                _open.Remove(call);
                return;
            }
            _inDoubtSince ??= _lastNumber;
        }
        call.IsGivenUp = true;
        Timers.Arm(call, context.Loop.Now + LateReplyMilliseconds);
    }

    // Whether an earlier call was given up before this one began.
    private bool IsInDoubt(ClientCall call) => call.Correlation == UInt128.Zero && call.Number > _inDoubtSince;

    private void MakeImmediate(ClientCall call)
    {
        call.SetArguments();
        int index = _kept.FindIndex(kept => call.Accepts(kept.Reply));
        if (index < 0 && call.AwaitsReply)
        {
            _open.Add(call);
            return;
        }
        (int reply, object? values) = index < 0 ? (0, null) : _kept[index];
        if (Complete(call, reply, values) && index >= 0)
            _kept.RemoveAt(index);
    }

    // An execution under way rests by itself when it ends.
    private void RestIfIdle()
    {
        if (!client.Machine.IsWorking)
            Rest();
    }

    public void OnTimeIsUp(ClientCall call)
    {
        if (call.IsGivenUp)
        {
            // No late reply has come.
            _open.Remove(call);
            Rest();
            return;
        }
        bool isOpen = _open.Contains(call);
        if (isOpen && call.Retries && call.Tried < call.Tries)
        {
            TryAgain(call);
            return;
        }
        call.Fail(new TimeoutException(Explain(call, isOpen)));
        // Not late, then, but lost; and what this call waited for went to the one before. One that waited for a state has sent nothing,
        // and says nothing of replies.
        bool isLost = isOpen && IsInDoubt(call);
        Abandoned(call);
        if (isLost)
            ForgetUncorrelated();
    }

    private void TryAgain(ClientCall call)
    {
        if (context.Lines.IsDue(nameof(EngineLog.TryingAgain), out string more))
            context.Logger.TryingAgain(client.Machine.LogName, call.Name, call.Timeout.TotalMilliseconds, call.Tried + 1, call.Tries, more);
        if (IsAlone(call))
            client.ReplaceConnection();
        MakeAgain(call);
    }

    private void MakeAgain(ClientCall call)
    {
        _open.Remove(call);
        // Before those that have waited for it.
        if (MustWait(call))
            _waiting.Insert(0, call);
        else
            Execute(call);
    }

    private void StartTime(ClientCall call)
    {
        if (call.Timeout != Timeout.InfiniteTimeSpan)
            Timers.Arm(call, context.Loop.Now + (long)Math.Ceiling(call.Timeout.TotalMilliseconds));
    }

    private void ForgetUncorrelated()
    {
        foreach (ClientCall call in _open.Where(IsAbandoned))
            Timers.Cancel(call);
        _open.RemoveAll(IsAbandoned);
        _inDoubtSince = null;
        _lost = _lastTaken;
        RestIfIdle();
    }

    private string Explain(ClientCall call, bool isOpen)
    {
        string reason = isOpen || !IsBusy
            ? $"{client.DescribeConnection()}; the client is in state '{client.Machine.StateName}'"
            : $"the client is in state '{client.Machine.StateName}', which has no such event, and an earlier call is still open";
        return call.DescribeTimeout(reason);
    }

    private bool Complete(ClientCall call, int reply, object? values)
    {
        Timers.Cancel(call);
        if (reply != 0 && !call.IsDone)
            client.OnReply(reply, values);
        return call.Complete(reply, values);
    }

    private void Fail(ClientCall call, Exception exception)
    {
        Timers.Cancel(call);
        call.Fail(exception);
    }
}
