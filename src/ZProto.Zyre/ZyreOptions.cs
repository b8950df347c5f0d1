using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ZProto.Transports;

namespace ZProto.Zyre;

/// <summary>The options of a node.</summary>
public sealed record ZyreOptions
{
    private readonly string? _name;
    private readonly IReadOnlyDictionary<string, string> _headers = new Dictionary<string, string>();
    private readonly TimeSpan _evasiveTimeout = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _expiredTimeout = TimeSpan.FromSeconds(30);
    private readonly int _sendQueueCapacity = 3_000;
    private readonly int _eventQueueCapacity = 10_000;
    private readonly long _maxQueuedEventBytes = 64 * 1024 * 1024;
    private readonly int _maxHeaderBytesPerPeer = 64 * 1024;
    private readonly int _maxGroupsPerPeer = 1_000;
    private readonly int _maxPeers = 10_000;

    /// <summary>The node's name, for people; at most 255 bytes in UTF-8; null, the default, for the first six digits of its uuid.</summary>
    /// <exception cref="ArgumentException">It is longer.</exception>
    public string? Name
    {
        get => _name;
        init
        {
            RequireShort(value ?? "", "A name");
            _name = value;
        }
    }

    /// <summary>What else the node says of itself, with keys of at most 255 bytes in UTF-8; none by default. It is copied.</summary>
    /// <exception cref="ArgumentNullException">It is null, or has a value that is null.</exception>
    /// <exception cref="ArgumentException">A key is longer.</exception>
    public IReadOnlyDictionary<string, string> Headers
    {
        get => _headers;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            var copy = new Dictionary<string, string>(value, StringComparer.Ordinal);
            foreach ((string key, string text) in copy)
            {
                RequireShort(key, "The key of a header");
                ArgumentNullException.ThrowIfNull(text, nameof(value));
            }
            _headers = copy;
        }
    }

    /// <summary>Where the node is bound: port <c>*</c>, as in the default <c>tcp://*:*</c>, picks a free one.</summary>
    public string Endpoint { get; init; } = "tcp://*:*";

    /// <summary>
    /// The address that the node gives its peers where it is bound at all of its machine's; null, the default, for the first that is not of
    /// loopback.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>How the beacon goes; its clock and loggers are the node's.</summary>
    public ZyreBeaconOptions Beacon { get; init; } = new();

    /// <summary>Creates what finds the node's peers, by its uuid and endpoint, in place of the beacon; null, the default, for the beacon.</summary>
    public Func<Guid, string, IPeerDiscovery>? Discovery { get; init; }

    /// <summary>How long a peer may be silent before it is evasive: it is asked for a sign of life each second from then on. Default 5 seconds.</summary>
    /// <remarks>Source: RFC 36, peer disappearance.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public TimeSpan EvasiveTimeout
    {
        get => _evasiveTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            _evasiveTimeout = value;
        }
    }

    /// <summary>How long a peer may be silent before it is gone. Default 30 seconds.</summary>
    /// <remarks>Source: RFC 36, peer disappearance.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public TimeSpan ExpiredTimeout
    {
        get => _expiredTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            _expiredTimeout = value;
        }
    }

    /// <summary>Messages that may wait for one peer; one more ends the peer. Default 3,000; 0 for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public int SendQueueCapacity
    {
        get => _sendQueueCapacity;
        init => _sendQueueCapacity = Limit(value);
    }

    /// <summary>
    /// Events that may wait to be read, a quarter of them of one peer: one more ends the peer that it comes from, which can come back. If
    /// no one is reading, the events end instead, and the node goes on. Default 10,000; 0 for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public int EventQueueCapacity
    {
        get => _eventQueueCapacity;
        init => _eventQueueCapacity = Limit(value);
    }

    /// <summary>
    /// Bytes of whispers and shouts that may wait to be read, a quarter of them of one peer; more are as more events than
    /// <see cref="EventQueueCapacity"/>. A single message may be larger. Default 64 MiB; 0 for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public long MaxQueuedEventBytes
    {
        get => _maxQueuedEventBytes;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
            _maxQueuedEventBytes = value;
        }
    }

    /// <summary>Bytes of the headers that one peer may have; one with more is not a peer. Default 64 KiB; 0 for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public int MaxHeaderBytesPerPeer
    {
        get => _maxHeaderBytesPerPeer;
        init => _maxHeaderBytesPerPeer = Limit(value);
    }

    /// <summary>Groups that one peer may be in; one more ends the peer. Default 1,000; 0 for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public int MaxGroupsPerPeer
    {
        get => _maxGroupsPerPeer;
        init => _maxGroupsPerPeer = Limit(value);
    }

    /// <summary>
    /// The most peers; further ones are not added, which is counted and logged. Default 10,000; 0 for any number. Those of which there is only
    /// a beacon take at most half of them, so that forged beacons leave places for peers that greet.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public int MaxPeers
    {
        get => _maxPeers;
        init => _maxPeers = Limit(value);
    }

    /// <summary>The transport; null, the default, for the loop's, or else the sockets transport.</summary>
    public ITransport? Transport { get; init; }

    /// <summary>The loop to share with other engines; null, the default, for one of the node's own.</summary>
    public EventLoop? Loop { get; init; }

    /// <summary>The clock; null, the default, for the loop's, or the system's.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Creates the node's loggers; null, the default, for warnings and errors on the program's stderr.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Creates the node's meter; null, the default, for one that the program's engines share.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>How long an evasive peer has until it is gone.</summary>
    internal TimeSpan UntilGone => ExpiredTimeout > EvasiveTimeout ? ExpiredTimeout - EvasiveTimeout : TimeSpan.Zero;

    // As its field on the wire can carry it.
    private static void RequireShort(string text, string what)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) > byte.MaxValue)
            throw new ArgumentException($"{what} has at most 255 bytes in UTF-8.", nameof(text));
    }

    private static int Limit(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
        return value;
    }
}
