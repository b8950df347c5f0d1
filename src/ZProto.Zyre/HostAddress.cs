using System.Net;

namespace ZProto.Zyre;

/// <summary>What a node says of where it is.</summary>
internal static class HostAddress
{
    private const string Tcp = "tcp://";

    /// <summary>The endpoint that peers can connect to: that as bound, but for an address that stands for all of the machine's.</summary>
    /// <param name="bound">The endpoint as bound.</param>
    /// <param name="address">The address to give; null for the first that is not of loopback.</param>
    public static string Advertise(string bound, string? address)
    {
        int colon = bound.LastIndexOf(':');
        if (!bound.StartsWith(Tcp, StringComparison.Ordinal) || colon <= Tcp.Length)
            return bound;
        string host = bound[Tcp.Length..colon];
        bool isAny = host == "*" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? parsed) && (parsed.Equals(IPAddress.Any) || parsed.Equals(IPAddress.IPv6Any)));
        return isAny ? $"{Tcp}{address ?? Find().ToString()}{bound[colon..]}" : bound;
    }

    private static IPAddress Find() => LocalNetworks.FindAddresses().FirstOrDefault()?.Address ?? IPAddress.Loopback;
}
