namespace ZProto.Engines.Execution;

/// <summary>What a server or mesh has besides the machines of its peers: its further sockets, and its own machines.</summary>
internal static class HostParts
{
    /// <summary>Opens all of it or nothing.</summary>
    /// <param name="context">What the engine's parts share.</param>
    /// <param name="sockets">What creates its further sockets.</param>
    /// <param name="definition">What the model says of it.</param>
    /// <returns>Its own machines, which have begun.</returns>
    public static EngineMachines Open(EngineContext context, EngineSockets sockets, IHostDefinition definition)
    {
        var machines = new EngineMachines(context);
        try
        {
            definition.CreateSockets(sockets);
            definition.CreateMachines(machines);
            machines.Begin();
            definition.OnInitialize();
            return machines;
        }
        catch
        {
            // No one will close what has not opened.
            machines.Close();
            sockets.Close();
            throw;
        }
    }
}
