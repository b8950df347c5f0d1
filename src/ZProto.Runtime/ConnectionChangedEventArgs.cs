namespace ZProto;

/// <summary>What has become of a client's connection to its server.</summary>
/// <param name="isConnected">Whether the client is connected now.</param>
public sealed class ConnectionChangedEventArgs(bool isConnected) : EventArgs
{
    /// <summary>Whether the client is connected now, as its actions see it.</summary>
    public bool IsConnected => isConnected;
}
