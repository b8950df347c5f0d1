using System.Net;

namespace ZProto.Zyre;

/// <summary>Where beacons go when no one says: to the broadcast address of each network that this machine is in.</summary>
internal static class BroadcastAddresses
{
    /// <summary>The broadcast address of the loopback interface, which every node of this machine hears.</summary>
    public static IPAddress Loopback { get; } = IPAddress.Parse("127.255.255.255");

    /// <summary>Those of all suitable interfaces; that of loopback where there is none.</summary>
    public static IReadOnlyList<IPAddress> Find()
    {
        IPAddress[] found = [.. LocalNetworks.FindAddresses()
            .Select(unicast => Broadcast(unicast.Address, unicast.PrefixLength))
            .OfType<IPAddress>()
            .Distinct()];
        return found.Length > 0 ? found : [Loopback];
    }

    /// <summary>The broadcast address of a network; null if the network is too small to have one.</summary>
    /// <param name="address">An IPv4 address in it.</param>
    /// <param name="prefixLength">How many bits of it name the network.</param>
    internal static IPAddress? Broadcast(IPAddress address, int prefixLength)
    {
        const int MostWithBroadcast = 30;
        if (prefixLength is < 1 or > MostWithBroadcast)
            return null;
        byte[] bytes = address.GetAddressBytes();
        for (int bit = prefixLength; bit < 8 * bytes.Length; bit++)
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
