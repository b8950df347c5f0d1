namespace ZProto.Engines.Execution;

/// <summary>The machines of an engine's peers in the order of their last activity, the longest silent first. Moving one takes the same time however many there are.</summary>
internal sealed class LeastRecentlyActiveList<TMessage>
    where TMessage : class
{
    private PeerMachine<TMessage>? _last;

    /// <summary>The one that has been silent longest, or null.</summary>
    public PeerMachine<TMessage>? First { get; private set; }

    /// <summary>Puts one that is new, or was active, at the end.</summary>
    public void Touch(PeerMachine<TMessage> peer, long now)
    {
        peer.LastActive = now;
        if (ReferenceEquals(_last, peer))
            return;
        Remove(peer);
        peer.Earlier = _last;
        if (_last is null)
            First = peer;
        else
            _last.Later = peer;
        _last = peer;
    }

    /// <summary>Takes one out, if it is in.</summary>
    public void Remove(PeerMachine<TMessage> peer)
    {
        if (peer.Earlier is null && !ReferenceEquals(First, peer))
            return;
        if (peer.Earlier is null)
            First = peer.Later;
        else
            peer.Earlier.Later = peer.Later;
        if (peer.Later is null)
            _last = peer.Earlier;
        else
            peer.Later.Earlier = peer.Earlier;
        peer.Earlier = peer.Later = null;
    }
}
