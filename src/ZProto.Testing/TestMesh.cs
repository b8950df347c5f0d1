namespace ZProto.Testing;

/// <summary>Starts meshes for tests, in this process, with a clock that the test advances.</summary>
public static class TestMesh
{
    /// <summary>Starts a mesh, bound if it is in harmony. Its transport and clock are set here, and it ends with the test mesh.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <param name="mesh">A mesh that has not started. A logger in its options stays; without one, its warnings are part of what a failure says.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mesh"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The mesh has started, or shares a loop.</exception>
    public static async Task<TestMesh<TMessage, TPeer>> StartAsync<TMessage, TPeer>(MeshEngine<TMessage, TPeer> mesh)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var environment = new TestEnvironment(mesh, mesh.Options);
        string endpoint = "";
        if (mesh.IsHarmony)
            endpoint = await mesh.BindAsync("inproc://test").ConfigureAwait(false);
        else
            await mesh.InvokeAsync(static () => { }).ConfigureAwait(false);
        return new TestMesh<TMessage, TPeer>(mesh, environment, endpoint);
    }
}
