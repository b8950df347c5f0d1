namespace BinaryStar;

/// <summary>Creates a server.</summary>
/// <param name="role">Which of the two it is.</param>
/// <param name="endpoint">Where it publishes its state.</param>
/// <param name="peerEndpoint">Where its peer does.</param>
public sealed partial class CounterServer(Role role, string endpoint, string peerEndpoint)
{
    private readonly Role _role = role;
    private readonly string _endpoint = endpoint;
    private readonly string _peerEndpoint = peerEndpoint;
    private ulong _last;

    /// <summary>Is called with each state that ends the wait for the peer, or follows: active or passive.</summary>
    public Action<StarMachine.StateId>? StateChanged { get; init; }

    /// <summary>Whether the server has ended because both were active, or both passive.</summary>
    public bool IsAborted { get; private set; }

    partial void OnInitialize()
    {
        StatePublisher.Bind(_endpoint);
        PeerStates.Subscribe([]);
        PeerStates.Connect(_peerEndpoint);
    }

    private void Abort()
    {
        IsAborted = true;
        _ = DisposeAsync().AsTask();
    }

    public sealed partial class Client
    {
        private partial void Vote()
        {
            Server.Star.Vote();
            if (!Server.Star.IsActive)
                SetException(Event.Refused);
        }

        // Servers share nothing. What a server that took over has to know, clients tell it.
        private partial void Count() => Message.Number = Server._last = Math.Max(Server._last, Message.Number) + 1;
    }
}
