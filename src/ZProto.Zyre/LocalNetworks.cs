using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ZProto.Zyre;

/// <summary>The networks that this machine is in, but for itself.</summary>
internal static class LocalNetworks
{
    /// <summary>The machine's IPv4 address in each of them.</summary>
    /// <exception cref="NetworkInformationException">The system does not tell.</exception>
    public static IEnumerable<UnicastIPAddressInformation> FindAddresses()
        => NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(unicast.Address));
}
