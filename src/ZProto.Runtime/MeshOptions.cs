using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>The options of a mesh, with the limits for its peers. Set them before the mesh starts; a change after that throws.</summary>
public sealed class MeshOptions : EngineOptions
{
    private PeerKey _key = PeerKey.From(Platform.NewGuid());
    private SocketSecurity? _dealerSecurity;
    private TimeSpan _callTimeout = TimeSpan.FromSeconds(30);
    private int _maxPeers = 10_000;
    private int _maxKeptMessagesPerPeer = 1_000;
    private long _maxKeptBytesPerPeer = 1024 * 1024;
    private long _maxKeptBytes = 64 * 1024 * 1024;

    /// <summary>By what the peers know this mesh: in harmony, its DEALERs' routing id is made of it. Default a uuid of its own.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public PeerKey Key
    {
        get => _key;
        set
        {
            if (value.IsEmpty)
                throw new ArgumentException("The key is empty.", nameof(value));
            Set(ref _key, value);
        }
    }

    /// <summary>
    /// How long a call may take before it fails with a <see cref="TimeoutException"/>; <see cref="Timeout.InfiniteTimeSpan"/> for no
    /// limit. Default 30 seconds. A method's <c>timeout</c> in the model overrides it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero, and not infinite.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public TimeSpan CallTimeout
    {
        get => _callTimeout;
        set => SetTimeout(ref _callTimeout, value);
    }

    /// <summary>
    /// How the mesh authenticates itself to its peers, and them, on the DEALERs that it connects to them; null, the default, for no
    /// mechanism. What peers must show at the ROUTER is in <see cref="EngineOptions.Socket"/>, as in servers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public SocketSecurity? DealerSecurity
    {
        get => _dealerSecurity;
        set => Set(ref _dealerSecurity, value);
    }

    /// <summary>
    /// The most peers at a time; further ones are not added, which is counted and logged. Default 10,000; 0 for any number. In harmony, peers
    /// that a discovery has found and that have not greeted take at most half of them, so that forged reports leave places for those that greet.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public int MaxPeers
    {
        get => _maxPeers;
        set => SetLimit(ref _maxPeers, value);
    }

    /// <summary>Messages that may wait for a state of one peer; one more ends the peer. Default 1,000; 0 for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public int MaxKeptMessagesPerPeer
    {
        get => _maxKeptMessagesPerPeer;
        set => SetLimit(ref _maxKeptMessagesPerPeer, value);
    }

    /// <summary>
    /// Bytes of memory for messages that wait for a state of one peer; more end the peer. A single message may take more. Default 1 MiB;
    /// 0 for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public long MaxKeptBytesPerPeer
    {
        get => _maxKeptBytesPerPeer;
        set => SetLimit(ref _maxKeptBytesPerPeer, value);
    }

    /// <summary>
    /// Bytes of memory for messages that wait for states of all peers together; if they take more, the peer that keeps most is ended.
    /// Default 64 MiB; 0 for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started.</exception>
    public long MaxKeptBytes
    {
        get => _maxKeptBytes;
        set => SetLimit(ref _maxKeptBytes, value);
    }
}
