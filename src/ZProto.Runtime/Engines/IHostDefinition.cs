namespace ZProto.Engines;

/// <summary>What a server or mesh has besides the machines of its peers.</summary>
internal interface IHostDefinition
{
    /// <summary>Creates its further sockets.</summary>
    void CreateSockets(EngineSockets sockets);

    /// <summary>Creates its own machines, once its sockets are there.</summary>
    void CreateMachines(EngineMachines machines);

    /// <summary>Called when it starts.</summary>
    void OnInitialize();
}
