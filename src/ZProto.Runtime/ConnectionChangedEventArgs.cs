namespace ZProto;

/// <summary>Says whether a client is connected to its server.</summary>
/// <param name="isConnected">Whether the client is connected now.</param>
public sealed class ConnectionChangedEventArgs(bool isConnected) : EventArgs
{
    /// <summary>Whether the client is connected now, as its actions report it.</summary>
    public bool IsConnected => isConnected;
}
