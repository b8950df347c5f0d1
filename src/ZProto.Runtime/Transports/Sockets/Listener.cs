using System.Net;
using System.Net.Sockets;
using ZProto.Shared;
using ZProto.Transports.Sockets.Polling;

namespace ZProto.Transports.Sockets;

/// <summary>Accepts the connections of one bound endpoint, one each time the loop finds it ready.</summary>
internal sealed class Listener : Pollable
{
    // How long it rests where the process has no descriptors left.
    private const int RestMilliseconds = 100;

    private readonly SocketsLoop _loop;
    private readonly Socket _socket;
    private readonly string? _path;
    private readonly Action<Listener, Socket> _accept;

    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="endpoint">The endpoint as it is asked for.</param>
    /// <param name="options">The socket's options.</param>
    /// <param name="security">The mechanism of those that come.</param>
    /// <param name="accept">Takes each connection, which is not blocking.</param>
    /// <exception cref="TransportException">It is taken, or is no endpoint.</exception>
    public Listener(SocketsLoop loop, string endpoint, SocketOptions options, SocketSecurity? security, Action<Listener, Socket> accept)
    {
        _loop = loop;
        _accept = accept;
        Security = security;
        endpoint = SocketAddress.PickPath(endpoint);
        EndPoint address = SocketAddress.ToBind(endpoint, options.IPv6);
        if (UnixSocketProbe.IsTaken(endpoint))
            throw Failure(endpoint, "somebody listens there");
        _socket = new Socket(address.AddressFamily, System.Net.Sockets.SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            _socket.Blocking = false;
            if (address is IPEndPoint ip)
            {
                // Elsewhere the runtime itself sees to it that connections in their last minute do not keep the port.
                if (OperatingSystem.IsWindows())
                    _socket.ExclusiveAddressUse = true;
                if (ip.AddressFamily == AddressFamily.InterNetworkV6)
                    _socket.DualMode = ip.Address.Equals(IPAddress.IPv6Any);
            }
            else if (SocketAddress.PathOf(address) is { } path)
            {
                // Nobody listens on the socket that is there; a file of another kind is somebody's.
                if (IsOrdinaryFile(path))
                    throw Failure(endpoint, "there is a file that is no socket");
                File.Delete(path);
                _path = path;
            }
            _socket.Bind(address);
            _socket.Listen(options.Backlog);
            Endpoint = SocketAddress.Bound(endpoint, _socket.LocalEndPoint!);
            loop.Poller.Add(this, _socket.SafeHandle.DangerousGetHandle(), Readiness.Readable);
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw Failure(endpoint, exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? "it is in use" : exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _socket.Dispose();
            throw Failure(endpoint, exception.Message);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>The endpoint as bound.</summary>
    public string Endpoint { get; }

    /// <summary>The mechanism of those that come.</summary>
    public SocketSecurity? Security { get; }

    public override void OnReady(Readiness readiness)
    {
        Socket accepted;
        try
        {
            accepted = _socket.Accept();
            accepted.Blocking = false;
        }
        catch (SocketException exception)
        {
            // A peer that has left again is nothing; without descriptors the next attempt would fail as well.
            if (exception.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                _loop.Poller.Update(this, Readiness.None);
                _loop.Timers.Arm(this, _loop.Now + RestMilliseconds);
            }
            return;
        }
        _accept(this, accepted);
    }

    public override void Fire() => _loop.Poller.Update(this, Readiness.Readable);

    /// <summary>Accepts no more.</summary>
    public void Close()
    {
        _loop.Poller.Remove(this);
        _loop.Timers.Cancel(this);
        _socket.Dispose();
        if (_path is not null)
            File.Delete(_path);
    }

    // A socket cannot be opened.
    private static bool IsOrdinaryFile(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static TransportException Failure(string endpoint, string reason) => new($"The sockets transport cannot bind to '{endpoint}': {reason}.");
}
