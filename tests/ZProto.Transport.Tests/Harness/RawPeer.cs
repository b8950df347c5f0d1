using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ZProto.Transport.Tests;

/// <summary>A peer on a bare TCP socket, which sends what no library would: see <see cref="Zmtp"/>.</summary>
public sealed class RawPeer : IDisposable
{
    private readonly Socket _socket;

    private RawPeer(Socket socket) => _socket = socket;

    /// <summary>The bare socket.</summary>
    public Socket Socket => _socket;

    /// <summary>Connects to an endpoint such as <c>tcp://127.0.0.1:5555</c>.</summary>
    public static async Task<RawPeer> Connect(string endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPEndPoint.Parse(endpoint["tcp://".Length..])).WaitAsync(Deadline.Span);
            return new RawPeer(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // What a peer must speak that is to answer heartbeats.
    private static readonly byte[] s_greeting = Zmtp.Greeting(minor: 1);

    /// <summary>Connects as a DEALER that has done its handshake.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="routingId">The routing id that it gives itself, of any length; null for none.</param>
    public static async Task<RawPeer> ConnectDealer(string endpoint, byte[]? routingId = null)
    {
        RawPeer peer = await Connect(endpoint);
        try
        {
            await peer.Send([.. s_greeting, .. Zmtp.Ready(routingId)]);
            await peer.ReceiveExactly(s_greeting.Length);
            await peer.ReceiveFrame();
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Accepts a client, as a ROUTER that does its handshake.</summary>
    public static async Task<RawPeer> AcceptRouter(TcpListener listener)
    {
        var peer = new RawPeer(await listener.AcceptSocketAsync().WaitAsync(Deadline.Span));
        await peer.TrySend([.. s_greeting, .. Zmtp.Ready(socketType: "ROUTER")]);
        return peer;
    }

    /// <summary>Sends bytes.</summary>
    public async Task Send(params byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
            sent += await _socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(Deadline.Span);
    }

    /// <summary>Sends bytes to a peer that may close the connection at any of them.</summary>
    /// <returns>Whether all went out.</returns>
    public async Task<bool> TrySend(params byte[] bytes)
    {
        try
        {
            await Send(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// Sends bytes to a peer that may close the connection at any of them; what follows a greeting only when the peer has done its part of the
    /// handshake. libzmq takes a message that comes earlier for a part of the handshake, and ends the connection before anybody sees it.
    /// </summary>
    /// <returns>Whether all went out.</returns>
    public async Task<bool> TrySendInTurn(byte[] bytes)
    {
        int greeting = Zmtp.Greeting().Length;
        if (bytes.Length <= greeting || !bytes.AsSpan().StartsWith(Zmtp.Greeting()))
            return await TrySend(bytes);
        try
        {
            await Send(bytes[..greeting]);
            await ReceiveExactly(greeting);
            await ReceiveFrame();
        }
        catch (Exception exception) when (exception is SocketException or EndOfStreamException)
        {
            return false;
        }
        return await TrySend(bytes[greeting..]);
    }

    /// <summary>Receives so many bytes.</summary>
    /// <exception cref="EndOfStreamException">The other side closed the connection before.</exception>
    public async Task<byte[]> ReceiveExactly(int count)
    {
        var bytes = new byte[count];
        for (int received = 0; received < count;)
        {
            int read = await _socket.ReceiveAsync(bytes.AsMemory(received)).AsTask().WaitAsync(Deadline.Span);
            if (read == 0)
                throw new EndOfStreamException("The other side closed the connection.");
            received += read;
        }
        return bytes;
    }

    /// <summary>Receives the body of the next frame, message or command.</summary>
    public async Task<byte[]> ReceiveFrame()
    {
        byte flags = (await ReceiveExactly(1))[0];
        bool isLong = (flags & 2) != 0;
        byte[] length = await ReceiveExactly(isLong ? sizeof(ulong) : 1);
        return await ReceiveExactly(isLong ? checked((int)BinaryPrimitives.ReadUInt64BigEndian(length)) : length[0]);
    }

    /// <summary>Waits until the other side has closed the connection; what it sends before that is dropped.</summary>
    public async Task WaitForClose()
    {
        var dropped = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(dropped).WaitAsync(Deadline.Span) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Ends the connection with a reset, so that nothing of it lingers.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
