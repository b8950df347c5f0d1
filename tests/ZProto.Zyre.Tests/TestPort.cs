using System.Net;
using System.Net.Sockets;
using SocketType = System.Net.Sockets.SocketType;

namespace ZProto.Zyre.Tests;

/// <summary>A UDP port for the beacons of a test alone.</summary>
internal static class TestPort
{
    /// <summary>A free one.</summary>
    public static int Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
