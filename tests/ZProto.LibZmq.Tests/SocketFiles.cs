namespace ZProto.LibZmq.Tests;

/// <summary>Endpoints of <c>ipc://</c> for one test, whose files go with it: libzmq leaves them behind.</summary>
internal sealed class SocketFiles : IDisposable
{
    private readonly List<string> _paths = [];

    /// <summary>An endpoint that no one else has, short enough for any system.</summary>
    public string NewIpcEndpoint()
    {
        string path = Path.Combine(Path.GetTempPath(), $"zp{Guid.NewGuid():N}"[..14]);
        _paths.Add(path);
        return $"ipc://{path}";
    }

    public void Dispose() => _paths.ForEach(File.Delete);
}
