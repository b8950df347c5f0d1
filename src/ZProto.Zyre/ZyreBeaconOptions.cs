using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ZProto.Zyre;

/// <summary>The options of a <see cref="ZyreBeacon"/>. It copies them when it is created.</summary>
public sealed record ZyreBeaconOptions
{
    /// <summary>The UDP port that is registered for ZRE.</summary>
    /// <remarks>Source: RFC 36, discovery.</remarks>
    public const int DefaultPort = 5670;

    private readonly int _port = DefaultPort;
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private readonly IReadOnlyList<IPAddress> _destinations = [];

    /// <summary>The UDP port, 1 to 65535, which nodes that are to find each other have in common. Default 5670.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not such a port.</exception>
    public int Port
    {
        get => _port;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
            _port = value;
        }
    }

    /// <summary>The time between two beacons. Default 1 second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a millisecond, or more than a day.</exception>
    public TimeSpan Interval
    {
        get => _interval;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            _interval = value;
        }
    }

    /// <summary>
    /// The addresses that beacons are sent to, such as <c>192.0.2.255</c>, or <c>127.255.255.255</c> for the nodes of this machine. Empty,
    /// the default, for the broadcast address of each network that the machine is in, or for <c>127.255.255.255</c> where it is in none.
    /// </summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">One is not an IPv4 address.</exception>
    public IReadOnlyList<IPAddress> Destinations
    {
        get => _destinations;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.FirstOrDefault(address => address?.AddressFamily != AddressFamily.InterNetwork) is { } other)
                throw new ArgumentException($"Beacons go to IPv4 addresses; {other} is not one.", nameof(value));
            _destinations = [.. value];
        }
    }

    /// <summary>The clock; null, the default, for the system's.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Creates the logger; null, the default, for warnings and errors on the program's stderr.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
