using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ZProto.Load;

/// <summary>The bytes of requests sent back by TCP alone: as fast as a server can be that does nothing.</summary>
internal static class TcpEcho
{
    // A HELLO of the Hello sample as a frame of ZMTP.
    private const int RequestSize = 15;
    private const int BufferSize = 64 * 1024;

    public static void Serve()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"tcp://{listener.LocalEndpoint}");
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            new Thread(() => Echo(socket)) { IsBackground = true }.Start();
        }
    }

    public static LoadResult Call(string endpoint, int inFlight, TimeSpan time)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPEndPoint.Parse(endpoint["tcp://".Length..]));
        byte[] buffer = new byte[BufferSize];
        socket.Send(buffer.AsSpan(0, inFlight * RequestSize));
        Exchange(socket, buffer, time / 4);
        long start = Stopwatch.GetTimestamp();
        long bytes = Exchange(socket, buffer, time);
        double perSecond = bytes / (double)RequestSize / Stopwatch.GetElapsedTime(start).TotalSeconds;
        double microseconds = inFlight / perSecond * 1e6;
        return new LoadResult(perSecond, microseconds, microseconds, 0);
    }

    private static void Echo(Socket socket)
    {
        socket.NoDelay = true;
        byte[] buffer = new byte[BufferSize];
        try
        {
            while (socket.Receive(buffer) is > 0 and var received)
                socket.Send(buffer.AsSpan(0, received));
        }
        catch (SocketException)
        {
            // The caller has left in the midst of it.
        }
    }

    private static long Exchange(Socket socket, byte[] buffer, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp(), bytes = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            int received = socket.Receive(buffer);
            socket.Send(buffer.AsSpan(0, received));
            bytes += received;
        }
        return bytes;
    }
}
