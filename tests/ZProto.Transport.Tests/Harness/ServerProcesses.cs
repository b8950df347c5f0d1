using System.Reflection;

namespace ZProto.Transport.Tests;

/// <summary>The <see cref="ServerProcess"/> of a class of tests: the same for all, until one ends it.</summary>
public sealed class ServerProcesses : IDisposable
{
    private ServerProcess? _server;

    /// <summary>How many sockets it has open without any connection.</summary>
    public int Sockets { get; private set; }

    public async Task<ServerProcess> GetAsync(ITransport transport, Assembly tests)
    {
        if (_server is { HasExited: false })
            return _server;
        _server?.Dispose();
        _server = await ServerProcess.StartAsync(transport, tests, new ServerSettings());
        Sockets = (await _server.LookAsync()).Sockets;
        return _server;
    }

    public void Dispose() => _server?.Dispose();
}
