using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ZProto.Zyre.Tests;

/// <summary>The network of one beacon, played by a test.</summary>
internal sealed class TestBeaconSocket : IBeaconSocket
{
    private readonly Channel<(byte[] Bytes, IPAddress From, SocketError Error)> _arrivals = Channel.CreateUnbounded<(byte[], IPAddress, SocketError)>();

    /// <summary>What was sent: the address, and the bytes in hexadecimal.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Whether nothing can be sent.</summary>
    public bool IsDown { get; set; }

    /// <summary>Is called when a datagram has come, before it is handed on.</summary>
    public Action? Arrived { get; set; }

    public bool IsDisposed { get; private set; }

    public void Deliver(byte[] bytes, string from) => Assert.True(_arrivals.Writer.TryWrite((bytes, IPAddress.Parse(from), SocketError.Success)));

    public void Deliver(Guid id, int port, string from = "10.0.0.1")
    {
        byte[] bytes = new byte[Beacon.Length];
        new Beacon(id, (ushort)port).Write(bytes);
        Deliver(bytes, from);
    }

    public void Fail(SocketError error) => Assert.True(_arrivals.Writer.TryWrite(([], IPAddress.None, error)));

    public void Send(ReadOnlySpan<byte> datagram, IPAddress destination)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Sent.Add($"{destination} {Convert.ToHexStringLower(datagram)}");
        if (IsDown)
            throw new SocketException((int)SocketError.NetworkDown);
    }

    public async ValueTask<(int Length, IPAddress From)> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        (byte[] bytes, IPAddress from, SocketError error) = await _arrivals.Reader.ReadAsync(cancellationToken);
        Arrived?.Invoke();
        if (error != SocketError.Success)
            throw new SocketException((int)error);
        int length = Math.Min(bytes.Length, buffer.Length);
        bytes.AsSpan(0, length).CopyTo(buffer.Span);
        return (length, from);
    }

    public void Dispose() => IsDisposed = true;
}
