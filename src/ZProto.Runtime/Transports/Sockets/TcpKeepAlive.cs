using System.Net.Sockets;

namespace ZProto.Transports.Sockets;

/// <summary>Has the system look whether the other machine of a silent connection is there.</summary>
internal static class TcpKeepAlive
{
    // The most that Linux takes.
    private const int MaxSeconds = 32_767;

    // As often again, and cut off after the third time in vain.
    private const int Attempts = 3;

    /// <summary>Sets it.</summary>
    /// <param name="socket">A socket of TCP.</param>
    /// <param name="silence">After how much silence; zero or less for as the system does.</param>
    public static void Set(Socket socket, TimeSpan silence)
    {
        if (silence <= TimeSpan.Zero)
            return;
        int seconds = (int)Math.Clamp(Math.Ceiling(silence.TotalSeconds), 1, MaxSeconds);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Attempts);
    }
}
