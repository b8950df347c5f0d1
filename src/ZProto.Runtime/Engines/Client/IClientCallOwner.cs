namespace ZProto.Engines.Client;

/// <summary>What a call tells whoever keeps it.</summary>
internal interface IClientCallOwner
{
    /// <summary>A transition was found, and its actions are to run.</summary>
    void OnBegin(ClientCall call);

    /// <summary>The state has no transition for it.</summary>
    void OnUnexpected(ClientCall call);

    /// <summary>Its event has run, whether or not there was a transition for it.</summary>
    void OnRan(ClientCall call);

    /// <summary>The client has ended before its event could run.</summary>
    void OnDropped(ClientCall call);

    /// <summary>Its time is up.</summary>
    void OnTimeIsUp(ClientCall call);
}
