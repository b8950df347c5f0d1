using System.Net;
using System.Net.Sockets;

namespace ZProto.Native;

/// <summary>A wake-up by two sockets that are connected over loopback, for systems without <c>eventfd</c>.</summary>
internal sealed class SocketWakeUp : WakeUp
{
    private static readonly byte[] s_signal = [1];

    private readonly Socket _read;
    private readonly Socket _write;
    private readonly byte[] _taken = new byte[64];

    public SocketWakeUp()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _write = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _write.Connect(listener.LocalEndPoint!);
        _read = listener.Accept();

        // Somebody else of this machine may have been faster at the port.
        while (!_read.RemoteEndPoint!.Equals(_write.LocalEndPoint))
        {
            _read.Dispose();
            _read = listener.Accept();
        }
        _write.NoDelay = true;
        _write.Blocking = false;
        _read.Blocking = false;
    }

    public override nint Descriptor => _read.Handle;

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
        while (_read.Receive(_taken, SocketFlags.None, out _) == _taken.Length)
        {
        }
    }

    public override void Dispose()
    {
        _write.Dispose();
        _read.Dispose();
    }
}
