using System.Net.Sockets;

namespace ZProto.Transports.Sockets;

/// <summary>What a connector asks for and tells, besides what its connections do.</summary>
internal interface IConnectorOwner : IConnectionOwner
{
    /// <summary>Makes a connection of a socket that is connected.</summary>
    /// <exception cref="SocketException">The peer has left already.</exception>
    Connection CreateConnection(Socket socket, Connector connector);

    /// <summary>Something became of a connection to an endpoint.</summary>
    void OnConnectionEvent(in ConnectionEvent connectionEvent);
}
