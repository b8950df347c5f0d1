using System.Buffers;
using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>One end of a handshake, with what it wrote.</summary>
internal sealed class HandshakeEnd : IDisposable
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private int _next;

    public HandshakeEnd(SocketSecurity? security, SocketType type = SocketType.Dealer, byte[]? routingId = null, int seed = 0)
    {
        _next = seed;
        Handshake = Handshake.Create(security, new LocalPeer(type, new RoutingId(routingId)), "127.0.0.1", Fill);
    }

    public Handshake Handshake { get; }

    public HandshakeStatus Status { get; private set; }

    /// <summary>The frames written since the last call.</summary>
    public byte[] Taken()
    {
        byte[] frames = _output.WrittenSpan.ToArray();
        _output.Clear();
        return frames;
    }

    public byte[] Begin()
    {
        Status = Handshake.Begin(_output);
        return Taken();
    }

    /// <summary>Reads one command's body, and returns the frames written.</summary>
    public byte[] Read(params byte[] body)
    {
        return GoOn(Handshake.Read(body, _output));
    }

    /// <summary>Reads frames, each a command, and returns those written.</summary>
    public byte[] ReadFrames(byte[] frames)
    {
        byte[] written = [];
        var parser = new FrameParser(default);
        for (ReadOnlySpan<byte> rest = frames; !rest.IsEmpty;)
        {
            FrameEvent found = parser.Read(rest);
            Assert.Equal(FrameEventKind.Command, found.Kind);
            written = [.. written, .. Read(rest.Slice(found.Offset, found.Length).ToArray())];
            rest = rest[found.Consumed..];
        }
        return written;
    }

    public byte[] Decide(AuthenticationResult result)
    {
        Assert.Equal(HandshakeStatus.Authenticate, Status);
        Assert.NotNull(Handshake.Request);
        HandshakeStatus status = Handshake.OnAuthenticated(result, _output);
        Assert.Null(Handshake.Request);
        return GoOn(status);
    }

    public void Dispose() => Handshake.Dispose();

    /// <summary>Lets two ends talk until neither has more to say; questions to authenticators are answered.</summary>
    public static void Talk(HandshakeEnd one, HandshakeEnd other, Func<AuthenticationRequest, AuthenticationResult>? decide = null)
    {
        byte[] toOther = one.Begin();
        byte[] toOne = other.Begin();
        while (toOther.Length > 0 || toOne.Length > 0)
        {
            toOne = [.. toOne, .. other.Answer(toOther, decide)];
            toOther = one.Answer(toOne, decide);
            toOne = [];
        }
    }

    private byte[] GoOn(HandshakeStatus status)
    {
        Status = status;
        if (status == HandshakeStatus.Done)
            Handshake.Accept(_output);
        return Taken();
    }

    // Random bytes that are the same each time, so that recorded dialogues can be read again.
    private void Fill(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
            value = (byte)((_next++ * 167) >> 3);
    }

    private byte[] Answer(byte[] frames, Func<AuthenticationRequest, AuthenticationResult>? decide)
    {
        if (frames.Length == 0 || Status is not HandshakeStatus.Continue)
            return [];
        byte[] written = ReadFrames(frames);
        return Status == HandshakeStatus.Authenticate ? [.. written, .. Decide(decide!(Handshake.Request!))] : written;
    }
}
