using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>By what sockets the peers of a mesh talk, as its model's <c>mode</c> says.</summary>
/// <remarks>Source: ZeroMQ Guide, chapter 8, harmony pattern.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MeshMode
{
    /// <summary>In by the mesh's ROUTER, out by a DEALER for each peer.</summary>
    Harmony,

    /// <summary>Both ways by the DEALER of each peer; there is no ROUTER.</summary>
    Client,
}
