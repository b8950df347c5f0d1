using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ZProto.Shared;

namespace ZProto.Transports.Sockets;

/// <summary>Endpoints such as <c>tcp://*:5670</c> as addresses of the system.</summary>
internal static class SocketAddress
{
    private const char AbstractMark = '@';

    /// <summary>The endpoint with a file of its own in the temporary folder, where <c>ipc://*</c> leaves it to be picked.</summary>
    public static string PickPath(string endpoint)
        => endpoint == Endpoint.Ipc + "*" ? $"{Endpoint.Ipc}{Path.Combine(Path.GetTempPath(), $"zproto-{Guid.NewGuid():N}")}" : endpoint;

    /// <summary>The address to listen at.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="ipv6">Whether <c>*</c> and names stand for addresses of IPv6, and of IPv4 through them.</param>
    /// <exception cref="TransportException">It is no endpoint, or names no address of this machine.</exception>
    public static EndPoint ToBind(string endpoint, bool ipv6)
    {
        if (Endpoint.IsIpc(endpoint))
            return ToUnixSocket(endpoint, "bind to");
        (string host, int port) = ParseTcp(endpoint, "bind to", mayPickPort: true);
        if (host == "*")
            return new IPEndPoint(ipv6 ? IPAddress.IPv6Any : IPAddress.Any, port);
        IPAddress? address = ParseAddress(host) ?? FindInterface(host, ipv6);
        if (address is null)
        {
            try
            {
                address = Dns.GetHostAddresses(host).FirstOrDefault(found => IsUsable(found, ipv6));
            }
            catch (SocketException exception)
            {
                throw Failure(endpoint, "bind to", exception.Message);
            }
        }
        return new IPEndPoint(address ?? throw Failure(endpoint, "bind to", $"'{host}' has no address"), port);
    }

    /// <summary>The address to connect to; a <see cref="DnsEndPoint"/> for a name, which is looked up at each attempt.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="TransportException">It is no endpoint.</exception>
    public static EndPoint ToConnect(string endpoint)
    {
        if (Endpoint.IsIpc(endpoint))
            return ToUnixSocket(endpoint, "connect to");
        (string host, int port) = ParseTcp(endpoint, "connect to", mayPickPort: false);
        if (host.Contains(';', StringComparison.Ordinal))
            throw Failure(endpoint, "connect to", "a source address is not supported");
        return ParseAddress(host) is { } address ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);
    }

    /// <summary>The endpoint of a listener, with the port that the system has picked.</summary>
    public static string Bound(string endpoint, EndPoint local)
    {
        if (local is not IPEndPoint bound)
            return endpoint;
        ReadOnlySpan<char> host = Endpoint.GetHost(endpoint);
        if (host is "*")
            return $"{Endpoint.Tcp}{bound}";
        // As it was written, but for the port.
        return Endpoint.GetPort(endpoint) is "*" or "0" ? string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Tcp}{host}:{bound.Port}") : endpoint;
    }

    /// <summary>The file of a Unix-domain socket; null for an abstract name, and for other addresses.</summary>
    public static string? PathOf(EndPoint address)
        => address is UnixDomainSocketEndPoint && address.ToString() is [not AbstractMark, ..] path ? path : null;

    /// <summary>Whether an address is of the kind that is asked for.</summary>
    public static bool IsUsable(IPAddress address, bool ipv6)
        => address.AddressFamily == AddressFamily.InterNetwork || (ipv6 && address.AddressFamily == AddressFamily.InterNetworkV6);

    private static IPAddress? ParseAddress(string host)
    {
        bool isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        if (!IPAddress.TryParse(isBracketed ? host.AsSpan(1, host.Length - 2) : host, out IPAddress? address))
            return null;
        // A number alone is an address to the system, and a name to nobody.
        bool isWritten = address.AddressFamily == AddressFamily.InterNetworkV6 ? isBracketed : host.Count(letter => letter == '.') == 3;
        return isWritten ? address : null;
    }

    private static IPAddress? FindInterface(string name, bool ipv6)
        => NetworkInterface.GetAllNetworkInterfaces()
            .Where(found => found.Name == name)
            .SelectMany(found => found.GetIPProperties().UnicastAddresses)
            .Select(found => found.Address)
            .FirstOrDefault(address => IsUsable(address, ipv6));

    private static (string Host, int Port) ParseTcp(string endpoint, string verb, bool mayPickPort)
    {
        if (!Endpoint.IsTcp(endpoint) || endpoint.AsSpan(Endpoint.Tcp.Length).IndexOf(':') < 0)
            throw Failure(endpoint, verb, Endpoint.IsInProcess(endpoint)
                ? "it is neither tcp://host:port nor ipc://path. For inproc://, set Options.Transport to the same InProcessTransport at both ends"
                : "it is neither tcp://host:port nor ipc://path");
        string host = Endpoint.GetHost(endpoint).ToString();
        if (host.Length == 0 || host.AsSpan().ContainsAny(" \0/"))
            throw Failure(endpoint, verb, "it names no host");
        if (host == "*" && !mayPickPort)
            throw Failure(endpoint, verb, "* is no host to connect to");
        ReadOnlySpan<char> port = Endpoint.GetPort(endpoint);
        if (mayPickPort && port is "*")
            return (host, 0);
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || (number == 0 && !mayPickPort))
            throw Failure(endpoint, verb, $"its port is not a number from {(mayPickPort ? 0 : 1)} to {ushort.MaxValue}");
        return (host, number);
    }

    private static UnixDomainSocketEndPoint ToUnixSocket(string endpoint, string verb)
    {
        string path = endpoint[Endpoint.Ipc.Length..];
        if (path == "*")
            throw Failure(endpoint, verb, "* is no path");
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw Failure(endpoint, verb, "it names no path");
        if (path[0] == AbstractMark)
        {
            if (!OperatingSystem.IsLinux())
                throw Failure(endpoint, verb, "abstract names are Linux's alone");
            path = '\0' + path[1..];
        }
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException exception)
        {
            throw Failure(endpoint, verb, exception.Message);
        }
    }

    private static TransportException Failure(string endpoint, string verb, string reason)
        => new($"The sockets transport cannot {verb} '{endpoint}': {reason}.");
}
