using ZProto.Shared;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>When a silent peer is asked whether it is there, and when it is taken for gone. Times are milliseconds of the loop.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Connection Heartbeating".</remarks>
internal struct Heartbeat(SocketOptions options, int peerMinor)
{
    private readonly long _interval = Positive(options.HeartbeatInterval);
    private readonly long _timeout = Positive(options.HeartbeatTimeout);

    // A peer of ZMTP 3.0 need not know PING.
    private bool _answers = peerMinor > 0;
    private long _received;
    private long _asked = -1;
    private long _ttl;

    /// <summary>When to look again; <see cref="long.MaxValue"/> for never.</summary>
    public readonly long NextDue => Math.Min(PingDue, DeadDue);

    /// <summary>Learns that the peer has sent something.</summary>
    /// <returns>Whether it was asked: what is due next is due earlier now.</returns>
    public bool OnReceived(long now)
    {
        bool wasAsked = _asked >= 0;
        _received = now;
        _asked = -1;
        return wasAsked;
    }

    /// <summary>Learns of a PING or PONG.</summary>
    public void OnBeat(in Command command)
    {
        _answers = true;
        if (command.Kind == CommandKind.Ping)
            _ttl = (long)command.Ttl.TotalMilliseconds;
    }

    /// <summary>Whether the peer has been silent for too long.</summary>
    public readonly bool IsDead(long now) => now >= DeadDue;

    /// <summary>Whether it is time to ask it.</summary>
    public bool TryPing(long now)
    {
        if (now < PingDue)
            return false;
        _asked = now;
        return true;
    }

    // Who may be silent is asked again after each interval; who is to answer, once.
    private readonly long PingDue
        => _interval == 0 ? long.MaxValue
            : _asked < 0 ? _received + _interval
            : MustAnswer ? long.MaxValue
            : _asked + _interval;

    private readonly long DeadDue
        => Math.Min(
            _ttl > 0 ? _received + _ttl : long.MaxValue,
            _asked >= 0 && MustAnswer ? _asked + _timeout : long.MaxValue);

    private readonly bool MustAnswer => _answers && _timeout > 0;

    private static long Positive(TimeSpan time) => time <= TimeSpan.Zero ? 0 : Milliseconds.RoundUp(time);
}
