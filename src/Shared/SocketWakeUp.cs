using System.Net;
using System.Net.Sockets;

namespace ZProto.Shared;

/// <summary>A wake-up by two sockets that are connected over loopback, on every system.</summary>
internal sealed class SocketWakeUp : WakeUp
{
    private static readonly byte[] s_signal = [1];

    private readonly Socket _write = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _taken = new byte[64];

    /// <exception cref="SocketException">The system has no sockets left, or no loopback.</exception>
    public SocketWakeUp()
    {
        try
        {
            Readable = ConnectPair(_write);
        }
        catch
        {
            _write.Dispose();
            throw;
        }
        _write.NoDelay = true;
        _write.Blocking = false;
        Readable.Blocking = false;
    }

    /// <summary>The socket that becomes readable.</summary>
    public Socket Readable { get; }

    public override nint Descriptor => Readable.Handle;

    public override void Signal()
    {
        try
        {
            // Where the buffer is full, more than enough has been signalled.
            _ = _write.Send(s_signal, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // The loop is gone, and with it all that there was to wake.
        }
    }

    public override void Clear()
    {
        while (Readable.Receive(_taken, SocketFlags.None, out _) == _taken.Length)
        {
        }
    }

    public override void Dispose()
    {
        _write.Dispose();
        Readable.Dispose();
    }

    private static Socket ConnectPair(Socket write)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        write.Connect(listener.LocalEndPoint!);
        Socket read = listener.Accept();

        // Somebody else of this machine may have been faster at the port.
        while (!read.RemoteEndPoint!.Equals(write.LocalEndPoint))
        {
            read.Dispose();
            read = listener.Accept();
        }
        return read;
    }
}
