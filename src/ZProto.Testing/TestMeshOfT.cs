using ZProto.Engines.Mesh;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>A mesh at work in a test, with the peers that the test plays. Made by <see cref="TestMesh.StartAsync"/>.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TPeer">A peer's machine.</typeparam>
public sealed class TestMesh<TMessage, TPeer> : TestEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
    internal TestMesh(MeshEngine<TMessage, TPeer> mesh, TestEnvironment environment, string endpoint)
        : base(mesh, environment, endpoint)
        => Mesh = mesh;

    /// <summary>The mesh.</summary>
    public MeshEngine<TMessage, TPeer> Mesh { get; }

    /// <summary>
    /// Starts a peer that the test plays: an equal of a mesh in harmony, or a server of one in client mode. The mesh does not know it
    /// before it greets, or before <see cref="AddPeerAsync"/>. It ends with the test mesh, if not before.
    /// </summary>
    /// <param name="endpoint">Where it is bound, such as <c>inproc://shop</c>; no other is bound there.</param>
    /// <param name="key">By what the mesh knows it; the default value for its endpoint.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="TransportException">It cannot be bound there.</exception>
    public TestMeshPeer<TMessage> Connect(string endpoint, PeerKey key = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        PeerKey known = key.IsEmpty ? PeerKey.From(endpoint) : key;
        bool isEqual = Mesh.IsHarmony;
        var receiver = new TestSocket<TMessage>(Environment, SocketType.Router, new SocketOptions(), isEqual ? MessageRole.None : MessageRole.Client);
        try
        {
            receiver.Socket.Bind(endpoint);
            return Add(new TestMeshPeer<TMessage>(receiver, isEqual ? CreateSender(known) : receiver, endpoint, known));
        }
        catch
        {
            receiver.Dispose();
            throw;
        }
    }

    /// <summary>Adds a peer to the mesh, as its discovery or your part of it does.</summary>
    /// <param name="peer">The peer.</param>
    /// <exception cref="ArgumentNullException"><paramref name="peer"/> is null.</exception>
    public Task AddPeerAsync(TestMeshPeer<TMessage> peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return Mesh.InvokeAsync(() => Mesh.AddPeer(peer.Key, peer.Endpoint));
    }

    // The mesh knows an equal by the routing id that its key has.
    private TestSocket<TMessage> CreateSender(PeerKey key)
    {
        var sender = new TestSocket<TMessage>(Environment, SocketType.Dealer, new SocketOptions { RoutingId = ((IPeerMap<TMessage>)Mesh).GetRoutingId(key) }, MessageRole.None);
        sender.Socket.Connect(Endpoint);
        return sender;
    }
}
