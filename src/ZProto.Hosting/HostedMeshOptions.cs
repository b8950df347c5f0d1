namespace ZProto.Hosting;

/// <summary>How the host runs a mesh.</summary>
/// <remarks>
/// Bound to the section <c>ZProto:Meshes:NAME</c>, together with the mesh's <see cref="MeshOptions"/>. <see cref="PeerTimeout"/>,
/// <see cref="HostedListenerOptions.HeartbeatInterval"/> and <see cref="HostedListenerOptions.Verbose"/> apply again when the section
/// changes; all else is fixed when the mesh starts.
/// </remarks>
public sealed class HostedMeshOptions : HostedListenerOptions
{
    private TimeSpan? _peerTimeout;

    /// <summary>The endpoints of peers that the mesh adds when it starts, each of which is also the peer's key, as of <see cref="StaticPeers"/>.</summary>
    public IList<string> Peers { get; } = [];

    /// <summary><see cref="MeshEngine.PeerTimeout"/>; null leaves it as the mesh has it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public TimeSpan? PeerTimeout
    {
        get => _peerTimeout;
        set => _peerTimeout = ZeroOrMore(value);
    }
}
