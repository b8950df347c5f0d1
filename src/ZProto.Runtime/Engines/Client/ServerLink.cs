using ZProto.Shared;
using ZProto.Transports;

namespace ZProto.Engines.Client;

/// <summary>What a client knows of its connection to the server, from what its transport tells.</summary>
internal sealed class ServerLink(ITransport transport)
{
    private string? _refusal;
    private bool _isLost;

    private readonly TransportCapabilities _capabilities = transport.Capabilities;

    /// <summary>Whether the connection is there, as far as the transport has told.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether the transport tells when a connection to endpoints begins and is lost.</summary>
    public bool IsTold(IReadOnlyList<string> endpoints)
    {
        // What has endpoints over a network tells of those, and nothing of what it connects within a process.
        bool isWithin = (_capabilities & TransportCapabilities.Tcp) != 0 && endpoints.Any(Endpoint.IsInProcess);
        return (_capabilities & TransportCapabilities.Disconnects) != 0 && !isWithin;
    }

    public void OnConnected()
    {
        IsConnected = true;
        _isLost = false;
        _refusal = null;
    }

    public void OnRefused(string? reason) => _refusal = reason ?? "the handshake failed";

    /// <summary>The connection is lost, and a new one begins.</summary>
    public void OnLost()
    {
        IsConnected = false;
        _isLost = true;
    }

    /// <summary>A new connection takes the place of the one before, which was not lost.</summary>
    public void OnReplaced() => IsConnected = false;

    /// <summary>The client has no endpoint any more.</summary>
    public void OnDisconnect()
    {
        IsConnected = _isLost = false;
        _refusal = null;
    }

    /// <summary>Why a server may not have answered, as the end of a sentence.</summary>
    public string Describe(IReadOnlyList<string> endpoints)
    {
        string server = string.Join(" and ", endpoints);
        return endpoints.Count == 0 ? "the client is connected to no endpoint"
            : _refusal is not null && !IsConnected ? $"it was refused at {server} ({_refusal})"
            : !IsTold(endpoints) ? $"nothing is known of the connection to {server}, of which {transport.Name} does not tell"
            : IsConnected ? $"it is connected to {server}, which has not answered"
            : _isLost ? $"its connection to {server} was lost, and there is no new one"
            : $"it was never connected to {server}";
    }
}
