using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Zyre;

/// <summary>
/// A node of a ZRE network: it finds the other nodes of the local network, and talks with each of them and with groups of them. Any thread
/// may call its members.
/// </summary>
/// <remarks>It speaks version 2 of ZRE, as zyre does. Source: RFC 36.</remarks>
public sealed class ZyreNode : IAsyncDisposable
{
    private readonly ZyreOptions _options;
    private readonly ZreMesh _mesh;
    private readonly ZyreEvents _events;
    private int _isStarted;

    /// <summary>Creates a node, which is not on the network before <see cref="StartAsync"/>.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The transport and the loop of the options do not fit.</exception>
    public ZyreNode(ZyreOptions? options = null)
        : this(options ?? new ZyreOptions(), Platform.NewGuid(), listener: null)
    {
    }

    /// <summary>Creates the node of an engine, which hears of peers at once and on its loop.</summary>
    internal ZyreNode(ZyreOptions options, Guid id, IZyreListener? listener)
    {
        _options = options;
        Id = id;
        _events = new ZyreEvents(_options.EventQueueCapacity, _options.MaxQueuedEventBytes);
        ILogger logger = GuardedLogger.Create(_options.LoggerFactory ?? StandardErrorLoggers.Shared, typeof(ZyreNode).FullName!);
        Name = _options.Name ?? CreateName(id);
        _mesh = new ZreMesh
        {
            Settings = _options,
            Events = listener ?? _events,
            Name = Name,
            Logger = logger,
            Lines = new LogRateLimiter(_options.TimeProvider ?? _options.Loop?.TimeProvider ?? TimeProvider.System),
            PeerTimeout = _options.EvasiveTimeout,
            Options =
            {
                Name = $"Zyre {Name}",
                Key = PeerKey.From(Id),
                MaxPeers = _options.MaxPeers,
                Transport = _options.Transport ?? (_options.Loop is null ? new SocketsTransport() : null),
                Loop = _options.Loop,
                TimeProvider = _options.TimeProvider,
                LoggerFactory = _options.LoggerFactory,
                MeterFactory = _options.MeterFactory,
                Socket = new SocketOptions { SendHighWatermark = _options.SendQueueCapacity },
            },
        };
    }

    /// <summary>The node's uuid, by which peers know it.</summary>
    public Guid Id { get; }

    /// <summary>The node's name, for people.</summary>
    public string Name { get; }

    /// <summary>Where peers find the node; empty before it has started.</summary>
    public string Endpoint => _mesh.OwnEndpoint;

    /// <summary>What waits to be read.</summary>
    internal ZyreEvents Events => _events;

    /// <summary>Completes when the node has ended; faulted if its loop failed.</summary>
    public Task Completion => _mesh.Completion;

    /// <summary>
    /// Binds the node, and begins to look for peers. A node starts once; one that could not start can only be disposed. Groups can be joined
    /// before.
    /// </summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="TransportException">The endpoint, or the port for beacons, cannot be bound.</exception>
    /// <exception cref="InvalidOperationException">The node has been started, or its endpoint is not of TCP, which a beacon tells of.</exception>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            throw new InvalidOperationException("The node has been started.");
        await _mesh.BindAsync(_options.Endpoint, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        IPeerDiscovery discovery = _options.Discovery?.Invoke(Id, Endpoint) ?? CreateBeacon();
        await _mesh.DiscoverAsync(discovery, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
    }

    /// <summary>Reads what the node hears, the oldest first, until it ends. Each event is read once, whoever reads.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ZProtoException">
    /// There were more events than <see cref="ZyreOptions.EventQueueCapacity"/> or <see cref="ZyreOptions.MaxQueuedEventBytes"/> allow while
    /// no one was reading, and further ones are lost.
    /// </exception>
    public IAsyncEnumerable<ZyreEvent> ReadEventsAsync(CancellationToken cancellationToken = default) => _events.ReadAllAsync(cancellationToken);

    /// <summary>Joins a group: the node hears what is shouted to it. Joining twice does nothing.</summary>
    /// <param name="group">The group; at most 255 bytes in UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException"><paramref name="group"/> is null, empty or too long.</exception>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task JoinAsync(string group, CancellationToken cancellationToken = default)
    {
        RequireGroup(group);
        return _mesh.InvokeAsync(() => _mesh.Join(group), cancellationToken);
    }

    /// <summary>Leaves a group. Leaving one that the node is not in does nothing.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException"><paramref name="group"/> is null, empty or too long.</exception>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task LeaveAsync(string group, CancellationToken cancellationToken = default)
    {
        RequireGroup(group);
        return _mesh.InvokeAsync(() => _mesh.Leave(group), cancellationToken);
    }

    /// <summary>Sends a message to one peer.</summary>
    /// <param name="peer">The peer's uuid.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is such a peer. Whether the message arrives is not known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task<bool> WhisperAsync(Guid peer, ZyreMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _mesh.InvokeAsync(() => _mesh.Whisper(peer, message), cancellationToken);
    }

    /// <summary>Sends a message to all peers in a group, whether or not the node is in it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many peers are in the group. Whether the message arrives is not known.</returns>
    /// <exception cref="ArgumentException"><paramref name="group"/> is null, empty or too long.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task<int> ShoutAsync(string group, ZyreMessage message, CancellationToken cancellationToken = default)
    {
        RequireGroup(group);
        ArgumentNullException.ThrowIfNull(message);
        return _mesh.InvokeAsync(() => _mesh.Shout(group, message), cancellationToken);
    }

    /// <summary>The peers that are there.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task<IReadOnlyList<ZyrePeer>> GetPeersAsync(CancellationToken cancellationToken = default) => _mesh.InvokeAsync(_mesh.DescribePeers, cancellationToken);

    /// <summary>The groups that the node is in, in alphabetical order.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public Task<IReadOnlyList<string>> GetGroupsAsync(CancellationToken cancellationToken = default)
        => _mesh.InvokeAsync<IReadOnlyList<string>>(() => [.. _mesh.Groups], cancellationToken);

    /// <summary>Leaves the network: tells the peers, and broadcasts it. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Endpoint.Length > 0)
                await _mesh.InvokeAsync(_mesh.SayGoodbye).ConfigureAwait(Platform.ContinuesOnContext);
        }
        catch (ObjectDisposedException)
        {
            // It has ended before.
        }
        finally
        {
            await _mesh.DisposeAsync().ConfigureAwait(Platform.ContinuesOnContext);
            _events.End();
        }
    }

    /// <summary>The name of a node that has none: the first six digits of its uuid.</summary>
    internal static string CreateName(Guid id) => id.ToString("N")[..6].ToUpperInvariant();

    private ZyreBeacon CreateBeacon()
    {
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme != "tcp")
            throw new InvalidOperationException($"A beacon tells of a TCP port, and the node is bound to {Endpoint}: set ZyreOptions.Discovery.");
        return new ZyreBeacon(Id, uri.Port, _options.Beacon with { TimeProvider = _options.TimeProvider, LoggerFactory = _options.LoggerFactory });
    }

    private static void RequireGroup(string group)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        if (System.Text.Encoding.UTF8.GetByteCount(group) > byte.MaxValue)
            throw new ArgumentException("A group has at most 255 bytes in UTF-8.", nameof(group));
    }
}
