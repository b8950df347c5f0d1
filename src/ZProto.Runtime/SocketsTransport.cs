using System.Security.Cryptography;
using ZProto.Shared;
using ZProto.Transports;
using ZProto.Transports.Sockets;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto;

/// <summary>
/// ZMTP 3.1 on the sockets of .NET: <c>tcp://</c> and <c>ipc://</c> (Unix-domain sockets), NULL, PLAIN and CURVE, with libzmq 4, NetMQ,
/// JeroMQ and itself. It needs no native library, and works with AOT compilation and trimming.
/// </summary>
/// <remarks>
/// There are no threads but the loop's: it reads, runs the engine, and sends what the engine has sent in one system call for each peer.
/// Source: ZeroMQ RFC 23 and 37 (ZMTP), 24 (PLAIN), 25 and 26 (CURVE).
/// </remarks>
public sealed class SocketsTransport : ITransport
{
    private readonly TimeSpan _spinTime;

    /// <summary>
    /// How long a loop looks for news again and again before it sleeps. Default zero. Takes a core, and saves the time that the system
    /// needs to wake a thread.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan SpinTime
    {
        get => _spinTime;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _spinTime = value;
        }
    }

    /// <summary>Whether loops wait by <c>poll</c>, which every system has, where there is something better too: for tests.</summary>
    internal bool IsPortable { get; init; }

    /// <inheritdoc/>
    public string Name => "sockets";

    /// <inheritdoc/>
    public TransportCapabilities Capabilities
        => TransportCapabilities.Tcp | TransportCapabilities.Ipc | TransportCapabilities.Plain | TransportCapabilities.Curve
            | TransportCapabilities.Authentication | TransportCapabilities.PeerAddress | TransportCapabilities.Disconnects | TransportCapabilities.Heartbeats;

    /// <summary>Creates a new pair of CURVE keys.</summary>
    public static CurveKeyPair GenerateCurveKeyPair()
    {
        byte[] secretKey = RandomNumberGenerator.GetBytes(CurveKeys.Size);
        var keys = new CurveKeyPair(Z85.Encode(CurveKeys.PublicKeyOf(secretKey)), Z85.Encode(secretKey));
        CryptographicOperations.ZeroMemory(secretKey);
        return keys;
    }

    /// <inheritdoc/>
    public ITransportLoop CreateLoop() => new SocketsLoop(_spinTime, IsPortable);
}
