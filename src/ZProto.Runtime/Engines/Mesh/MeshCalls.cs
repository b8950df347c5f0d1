using ZProto.Diagnostics;
using ZProto.Engines.Client;
using ZProto.Engines.Execution;
using ZProto.Timing;

namespace ZProto.Engines.Mesh;

/// <summary>The open calls of a mesh's methods: those that raise an event on one peer, and those that the user's part begins.</summary>
/// <param name="context">What the engine's parts share.</param>
/// <param name="definition">What the model says.</param>
/// <param name="peers">Those on whom calls are made.</param>
internal sealed class MeshCalls<TMessage, TPeer>(EngineContext context, MeshDefinition<TMessage, TPeer> definition, MeshPeers<TMessage, TPeer> peers) : IClientCallOwner
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
    private readonly List<ClientCall> _open = [];
    private readonly CorrelationSource _correlations = new(definition.MaxCorrelation);

    // The call whose method of the user's part runs.
    private ClientCall? _running;
    private ClientClosedException? _closed;

    /// <summary>Makes a call, where the machines are idle: what an action calls begins when its execution has ended.</summary>
    public void Submit(ClientCall call)
    {
        if (call.IsDone)
            return;
        if (_closed is not null)
        {
            call.Fail(_closed);
            return;
        }
        if ((peers.IsWorking || _running is not null) && context.Loop.Post(() => Submit(call)))
            return;
        call.Owner = this;
        _open.Add(call);
        Make(call);
    }

    /// <summary>Gives a reply to the call it is for.</summary>
    /// <param name="peer">The peer whose machine replies; null for the mesh itself.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    /// <returns>Whether there was one.</returns>
    public bool Reply(TPeer? peer, int reply, object? values)
    {
        if (FindCall(peer, reply) is not { } call)
        {
            context.Logger.ReplyDropped(peer?.LogName ?? context.Name, definition.GetReplyName(reply));
            return false;
        }
        Complete(call, reply, values);
        return true;
    }

    /// <summary>An execution begins on a peer. What the user's part raises for a call belongs to that.</summary>
    public void OnBeginning(TPeer peer, TMessage? message)
    {
        peer.CallAtWork = message is null ? _running : null;
        peer.CorrelationAtWork = message is not null && definition.HasCorrelation(message) ? definition.GetCorrelation(message) : UInt128.Zero;
    }

    /// <summary>The message that a peer's machine is at work on is sent: of a call, it carries the value by which the reply finds it.</summary>
    public void OnSending(TPeer peer, TMessage message)
    {
        if (peer.CallAtWork is not { } call || !definition.HasCorrelation(message))
            return;
        if (call.Correlation == UInt128.Zero)
            call.Correlation = _correlations.Next(_open);
        definition.SetCorrelation(message, call.Correlation);
    }

    /// <summary>A peer has ended, and will not reply any more.</summary>
    public void OnPeerEnded(TPeer peer)
    {
        foreach (ClientCall call in _open.FindAll(call => ReferenceEquals(call.Machine, peer)))
            Fail(call, new PeerGoneException($"{peer.LogName} ended while '{call.Name}' waited for its reply.", peer.Key));
    }

    /// <summary>The caller no longer waits. On the loop.</summary>
    public void Abandoned(ClientCall call) => Forget(call);

    /// <summary>Ends all calls, and those that are made from now on.</summary>
    public void Close(Exception? cause = null)
    {
        _closed ??= new ClientClosedException(
            cause is null ? $"The mesh '{context.Name}' has ended." : $"The mesh '{context.Name}' has ended, since its loop died: {cause.Message}", cause);
        foreach (ClientCall call in _open.ToList())
            Fail(call, _closed);
    }

    public void OnBegin(ClientCall call)
    {
        ((TPeer)call.Machine!).CallAtWork = call;
        call.SetArguments();
    }

    public void OnUnexpected(ClientCall call)
        => Fail(call, new InvalidClientStateException(call.Name, call.Machine!.StateName, call.Machine.LogName));

    public void OnRan(ClientCall call)
    {
        if (!call.AwaitsReply && !call.IsDone)
            Complete(call, 0, null);
    }

    // Its peer has told of its end before.
    public void OnDropped(ClientCall call) => OnPeerEnded((TPeer)call.Machine!);

    public void OnTimeIsUp(ClientCall call)
    {
        if (call.Tried == call.Tries)
        {
            Fail(call, new TimeoutException(call.DescribeTimeout(Explain(call))));
            return;
        }
        if (context.Lines.IsDue(nameof(EngineLog.TryingAgain), out string more))
            context.Logger.TryingAgain(call.Machine?.LogName ?? context.Name, call.Name, call.Timeout.TotalMilliseconds, call.Tried + 1, call.Tries, more);
        Make(call);
    }

    private TimerWheel Timers => context.Loop.Timers;

    private void Make(ClientCall call)
    {
        call.Tried++;
        if (call.Timeout != Timeout.InfiniteTimeSpan)
            Timers.Arm(call, context.Loop.Now + (long)Math.Ceiling(call.Timeout.TotalMilliseconds));
        if (call.Event == 0)
        {
            Begin(call);
        }
        else if (peers.Find(call.Peer) is { } peer)
        {
            call.Machine = peer;
            peers.Execute(peer, call);
        }
        else
        {
            Fail(call, new PeerGoneException($"'{call.Name}' cannot be called: '{context.Name}' has no peer '{call.Peer}'.", call.Peer));
        }
    }

    // Of no peer: the user's part says what is done.
    private void Begin(ClientCall call)
    {
        _running = call;
        try
        {
            call.SetArguments();
        }
        catch (Exception exception)
        {
            Fail(call, exception);
        }
        finally
        {
            _running = null;
        }
    }

    // While its own event or method runs, the call itself. With a value, the call that has it. Else the oldest.
    private ClientCall? FindCall(TPeer? peer, int reply)
    {
        bool isAtWork = peer is { IsWorking: true };
        ClientCall? own = isAtWork ? peer!.CallAtWork : _running;
        if (own is { IsDone: false } && IsFor(own))
            return own;
        UInt128 correlation = isAtWork ? peer!.CorrelationAtWork : UInt128.Zero;
        return _open.Find(call => IsFor(call) && (correlation == UInt128.Zero || call.Correlation == correlation));

        bool IsFor(ClientCall call) => call.Accepts(reply) && (call.Machine is null || ReferenceEquals(call.Machine, peer));
    }

    private string Explain(ClientCall call)
        => call.Machine is { } machine ? $"{machine.LogName} is in state '{machine.StateName}'" : $"the mesh has {peers.Count} peers";

    private void Complete(ClientCall call, int reply, object? values)
    {
        Forget(call);
        call.Complete(reply, values);
    }

    private void Fail(ClientCall call, Exception exception)
    {
        Forget(call);
        call.Fail(exception);
    }

    private void Forget(ClientCall call)
    {
        Timers.Cancel(call);
        _open.Remove(call);
    }
}
