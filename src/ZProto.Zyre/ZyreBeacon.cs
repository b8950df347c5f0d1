using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Transports;

namespace ZProto.Zyre;

/// <summary>
/// Finds the nodes of the local network: broadcasts a beacon with the uuid and the port of a node, and reports each beacon of a peer that it
/// hears. When it is disposed it broadcasts that the node leaves.
/// </summary>
/// <remarks>
/// Anyone on the network can send any beacon: a report says where a peer may be, not who it is, and that a peer leaves can be wrong too.
/// Source: RFC 36, discovery.
/// </remarks>
public sealed class ZyreBeacon : IPeerDiscovery
{
    // How long the addresses of the interfaces are taken to be the same.
    private static readonly TimeSpan s_destinationsLast = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pauseAfterError = TimeSpan.FromSeconds(1);

    private readonly Guid _id;
    private readonly ushort _port;
    private readonly ZyreBeaconOptions _options;
    private readonly Func<int, IBeaconSocket> _createSocket;
    private readonly TimeProvider _time;
    private readonly long _created;
    private readonly ILogger _logger;
    private readonly LogRateLimiter _limiter;
    private readonly CancellationTokenSource _stop = new();

    // Held while the sink is called, so that it is not called after the end, and may end the beacon itself.
    private readonly object _gate = new();

    private IPeerSink? _sink;
    private IBeaconSocket? _socket;
    private ITimer? _timer;
    private IReadOnlyList<IPAddress> _destinations = [];
    private TimeSpan _destinationsEnd;
    private bool _isDisposed;

    /// <summary>Creates a beacon, which begins with <see cref="StartAsync"/>.</summary>
    /// <param name="id">The uuid of the node.</param>
    /// <param name="port">The TCP port that the node is bound to, 1 to 65535.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not such a port.</exception>
    public ZyreBeacon(Guid id, int port, ZyreBeaconOptions? options = null)
        : this(id, port, options ?? new ZyreBeaconOptions(), static port => new UdpBeaconSocket(port))
    {
    }

    internal ZyreBeacon(Guid id, int port, ZyreBeaconOptions options, Func<int, IBeaconSocket> createSocket)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        _id = id;
        _port = (ushort)port;
        _options = options;
        _createSocket = createSocket;
        _time = options.TimeProvider ?? TimeProvider.System;
        _created = _time.GetTimestamp();
        _logger = GuardedLogger.Create(options.LoggerFactory ?? StandardErrorLoggers.Shared, typeof(ZyreBeacon).FullName!);
        _limiter = new LogRateLimiter(_time);
    }

    /// <summary>Completes when nothing is received any more, some time after the end.</summary>
    internal Task Receiving { get; private set; } = Task.CompletedTask;

    private TimeSpan Now => _time.GetElapsedTime(_created);

    /// <summary>Sends the first beacon, and listens. It can be started once.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It has been started.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    /// <exception cref="TransportException">Another program has the UDP port for itself.</exception>
    public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_sink is not null)
                throw new InvalidOperationException("The beacon has been started.");
            _socket = CreateSocket();
            _sink = sink;
            _timer = _time.CreateTimer(static beacon => ((ZyreBeacon)beacon!).SendOnTime(), this, _options.Interval, _options.Interval);
            Send(_port);
        }
        // Not on the thread of the caller, to which datagrams that are there already would be reported.
        Receiving = Task.Run(ReceiveAsync, CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    /// <summary>Broadcasts that the node leaves, and ends. The sink is not called any more.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return ValueTask.CompletedTask;
            _isDisposed = true;
            _timer?.Dispose();
            if (_socket is not null)
            {
                Send(port: 0);
                _stop.Cancel();
                _socket.Dispose();
            }
        }
        return ValueTask.CompletedTask;
    }

    private IBeaconSocket CreateSocket()
    {
        try
        {
            return _createSocket(_options.Port);
        }
        catch (SocketException exception)
        {
            throw new TransportException($"UDP port {_options.Port} cannot be bound for beacons: {exception.Message}", exception);
        }
    }

    private void SendOnTime()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                Send(_port);
        }
    }

    private void Send(ushort port)
    {
        Span<byte> datagram = stackalloc byte[Beacon.Length];
        new Beacon(_id, port).Write(datagram);
        FindDestinations();
        foreach (IPAddress destination in _destinations)
        {
            try
            {
                _socket!.Send(datagram, destination);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                if (_limiter.IsDue(nameof(ZyreLog.BeaconNotSent), out string more))
                    _logger.BeaconNotSent(_id, $"{destination}:{_options.Port}", exception.Message, more);
            }
        }
    }

    private void FindDestinations()
    {
        if (_options.Destinations.Count > 0)
        {
            _destinations = _options.Destinations;
            return;
        }
        TimeSpan now = Now;
        if (_destinations.Count > 0 && now < _destinationsEnd)
            return;
        try
        {
            _destinations = BroadcastAddresses.Find();
            _destinationsEnd = now + s_destinationsLast;
        }
        catch (NetworkInformationException exception)
        {
            if (_limiter.IsDue(nameof(BroadcastAddresses), out string more))
                _logger.BeaconNotSent(_id, "the networks of this machine", exception.Message, more);
        }
    }

    private async Task ReceiveAsync()
    {
        // A byte more than a beacon has shows which datagrams are longer.
        byte[] buffer = new byte[Beacon.Length + 1];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                (int length, IPAddress from) = await _socket!.ReceiveAsync(buffer, _stop.Token).ConfigureAwait(false);
                Report(buffer.AsSpan(0, length), from);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.MessageSize)
            {
                // Windows says so of a longer one.
            }
            catch (Exception exception)
            {
                await PauseAsync(exception).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(Exception cause)
    {
        if (_stop.IsCancellationRequested)
            return;
        if (_limiter.IsDue(nameof(ZyreLog.BeaconsNotReceived), out string more))
            _logger.BeaconsNotReceived(cause.Message, more);
        try
        {
            await Task.Delay(s_pauseAfterError, _time, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Disposed in the meantime.
        }
    }

    private void Report(ReadOnlySpan<byte> datagram, IPAddress from)
    {
        if (!Beacon.TryRead(datagram, out Beacon beacon) || beacon.Id == _id)
            return;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            try
            {
                Report(beacon, from);
            }
            catch (Exception exception)
            {
                if (_limiter.IsDue(nameof(ZyreLog.SinkThrew), out string more))
                    _logger.SinkThrew(more, exception);
            }
        }
    }

    private void Report(Beacon beacon, IPAddress from)
    {
        if (beacon.Port == 0)
            _sink!.PeerVanished(PeerKey.From(beacon.Id));
        else
            _sink!.PeerAppeared(PeerKey.From(beacon.Id), $"tcp://{from}:{beacon.Port}");
    }
}
