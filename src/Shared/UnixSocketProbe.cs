using System.Net.Sockets;

namespace ZProto.Shared;

/// <summary>
/// Looks at <c>ipc://</c> endpoints before libzmq binds to them, since it takes a file that is there away from whoever listens on it.
/// </summary>
internal static class UnixSocketProbe
{
    /// <summary>Whether somebody listens at an endpoint of <c>ipc://</c>.</summary>
    public static bool IsTaken(string endpoint)
    {
        if (!Endpoint.IsIpc(endpoint))
            return false;

        // An abstract name (@) has no file, and the system itself refuses it twice; a wildcard makes a new one.
        string path = endpoint[Endpoint.Ipc.Length..];
        return path.Length > 0 && path[0] is not ('@' or '*') && File.Exists(path) && IsListenedTo(path);
    }

    private static bool IsListenedTo(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException exception)
        {
            // A full queue of connections is a listener's too.
            return exception.SocketErrorCode == SocketError.WouldBlock;
        }
        catch (ArgumentException)
        {
            // The path is too long for the system, as libzmq will say.
            return false;
        }
    }
}
