using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>
/// The transport on native libzmq, version 4.2 or later: TCP, <c>ipc://</c>, <c>inproc://</c> between all loops of the process, PLAIN,
/// CURVE, and an authenticator that decides on each peer.
/// </summary>
/// <remarks>
/// All instances share one libzmq context, which exists as long as the process. Over <c>ipc://</c> libzmq's address of a peer is
/// <c>:user:group:process</c> where the system reports it, and unknown elsewhere. libzmq does not know a peer's routing id when it asks
/// for a decision, so that <see cref="AuthenticationRequest.RoutingId"/> is always empty.
/// </remarks>
public sealed class LibZmqTransport : ITransport
{
    /// <summary>Whether the native library is installed and new enough.</summary>
    public static bool IsAvailable => LibZmqLibrary.Problem is null;

    /// <summary>The version of the native library.</summary>
    /// <exception cref="TransportException">It is not installed or too old; the message says what to do.</exception>
    public static Version LibraryVersion
    {
        get
        {
            RequireLibrary();
            return LibZmqLibrary.Version;
        }
    }

    /// <inheritdoc/>
    public string Name => "libzmq";

    /// <inheritdoc/>
    /// <remarks>If the library is missing, those of an ordinary build of it, so that <see cref="CreateLoop"/> reports what is wrong.</remarks>
    public TransportCapabilities Capabilities { get; } =
        TransportCapabilities.InProcess | TransportCapabilities.Tcp | TransportCapabilities.Plain | TransportCapabilities.Authentication
        | TransportCapabilities.PeerAddress | TransportCapabilities.Disconnects | TransportCapabilities.Heartbeats | TransportCapabilities.Patterns
        | (Has("ipc") ? TransportCapabilities.Ipc : TransportCapabilities.None)
        | (Has("curve") ? TransportCapabilities.Curve : TransportCapabilities.None);

    /// <summary>Creates a new pair of CURVE keys.</summary>
    /// <exception cref="TransportException">The library is not installed, or was built without CURVE.</exception>
    public static CurveKeyPair GenerateCurveKeyPair()
    {
        RequireLibrary();
        return CurveKeyText.NewKeys();
    }

    /// <inheritdoc/>
    public ITransportLoop CreateLoop()
    {
        RequireLibrary();
        return new LibZmqLoop(EventWakeUp.CreateBest());
    }

    private static bool Has(string capability) => !IsAvailable || Zmq.zmq_has(capability) != 0;

    private static void RequireLibrary()
    {
        if (LibZmqLibrary.Problem is { } problem)
            throw new TransportException(problem);
    }
}
