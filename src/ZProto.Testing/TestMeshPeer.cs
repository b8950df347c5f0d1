namespace ZProto.Testing;

/// <summary>A peer of a <see cref="TestMesh{TMessage, TPeer}"/> that the test plays.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public sealed class TestMeshPeer<TMessage> : TestPeer<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    internal TestMeshPeer(TestSocket<TMessage> receiver, TestSocket<TMessage> sender, string endpoint, PeerKey key)
        : base(receiver, sender)
    {
        Endpoint = endpoint;
        Key = key;
    }

    /// <summary>Where it is bound.</summary>
    public string Endpoint { get; }

    /// <summary>By what the mesh knows it.</summary>
    public PeerKey Key { get; }
}
