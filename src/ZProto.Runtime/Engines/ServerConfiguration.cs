using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ZProto.Config;
using ZProto.Transport;

namespace ZProto.Engines;

/// <summary>What a server was told in ZPL. It belongs to the server's loop.</summary>
/// <remarks>A change is read as a whole before anything is done, so that a broken one leaves all as it was.</remarks>
internal sealed class ServerConfiguration(ServerEngine server)
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromSeconds(1);

    // The endpoints bound for the configuration: as it says them, and as they were bound.
    private readonly Dictionary<string, string> _bound = [];
    private ZplNode _tree = new();
    private IDisposable? _watch;

    private ILogger Logger => server.Logger;

    /// <summary>Takes over a file, and perhaps each change of it from here on.</summary>
    public void Load(string path, bool watch)
    {
        FileStamp stamp = FileStamp.Of(path);
        if (!TryApply(path, () => ZplNode.Load(path), out Exception? problem))
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(problem);
        _watch?.Dispose();
        _watch = watch ? server.Monitor(s_watchInterval, LookAgain) : null;

        // As zproto's servers do, once a second: it works on every file system, and waits for nothing.
        void LookAgain()
        {
            FileStamp now = FileStamp.Of(path);
            if (now == stamp || now == default)
                return;
            stamp = now;
            if (TryApply(path, () => ZplNode.Load(path), out _))
                Logger.Reloaded(path);
        }
    }

    /// <summary>Sets a value, or takes it away, and applies what it changes.</summary>
    public void Set(string path, string? value)
        => TryApply(
            path,
            () =>
            {
                ZplNode tree = _tree.Clone();
                tree.Set(path, value);
                return tree;
            },
            out _);

    public void Save(string path) => _tree.Save(path);

    private bool TryApply(string source, Func<ZplNode> read, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Exception? problem)
    {
        try
        {
            Apply(read());
            problem = null;
            return true;
        }
        catch (Exception exception) when (exception is ZplException or TransportException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Logger.BrokenConfiguration(source, exception.Message);
            problem = exception;
            return false;
        }
    }

    private void Apply(ZplNode tree)
    {
        var steps = new List<Action>();
        ReadSettings(tree, steps);
        List<string> endpoints = ReadSections(tree, steps);

        BindNew(endpoints);
        foreach (Action step in steps)
            server.RunGuarded(static step => step(), step, "method of a configuration");
        UnbindGone(endpoints);
        _tree = tree;
    }

    private void ReadSettings(ZplNode tree, List<Action> steps)
    {
        ReadTime("server/timeout", time => server.ClientTimeout = time);
        ReadTime("server/heartbeat", time => server.HeartbeatInterval = time);
        ReadTime("server/idle", time => server.IdleTimeout = time);
        if (Changed("server/verbose"))
        {
            bool verbose = tree.GetNumber("server/verbose", 0) != 0;
            steps.Add(() => server.Verbose = verbose);
        }
        foreach (string path in (ReadOnlySpan<string>)["server/background", "server/workdir"])
        {
            if (Changed(path))
                steps.Add(() => Logger.NotALibrarysBusiness(path));
        }

        void ReadTime(string path, Action<TimeSpan> set)
        {
            if (!Changed(path))
                return;
            long milliseconds = tree.GetNumber(path, 0);
            if (milliseconds is < 0 or > int.MaxValue)
                throw new ZplException(new ZplError(tree.Find(path)!.Line, 0, $"The value of '{path}' is '{milliseconds}', which is not from 0 to {int.MaxValue} milliseconds."));
            steps.Add(() => set(TimeSpan.FromMilliseconds(milliseconds)));
        }

        bool Changed(string path) => tree.Find(path)?.Value is { } value && value != _tree.Find(path)?.Value;
    }

    /// <summary>Reads the server's own section, and the calls of methods in it and outside it.</summary>
    /// <returns>The endpoints to be bound to.</returns>
    private List<string> ReadSections(ZplNode tree, List<Action> steps)
    {
        var endpoints = new List<string>();
        foreach (ZplNode section in tree.Children)
        {
            if (!MethodCall.AreSame(section.Name, server.ModelName))
            {
                ReadCall(section, _tree, steps);
                continue;
            }
            endpoints.AddRange(section.FindAll("bind/endpoint").Select(node => node.Value).OfType<string>());
            ZplNode? before = _tree.Children.FirstOrDefault(node => MethodCall.AreSame(node.Name, server.ModelName));
            foreach (ZplNode node in section.Children)
                ReadCall(node, before, steps);
        }
        return endpoints;
    }

    private void ReadCall(ZplNode node, ZplNode? before, List<Action> steps)
    {
        if (before is not null && before.Children.Any(node.ContentEquals))
            return;
        if (node.Name == "echo" && node.Parent?.Parent is not null)
            steps.Add(() => Logger.Echo(node.Value ?? ""));
        else if (server.FindMethod(new MethodCall(node, Logger)) is { } call)
            steps.Add(call);
    }

    private void BindNew(List<string> endpoints)
    {
        var bound = new Dictionary<string, string>();
        try
        {
            foreach (string endpoint in endpoints.Where(endpoint => !_bound.ContainsKey(endpoint)))
            {
                if (!bound.ContainsKey(endpoint))
                    bound.Add(endpoint, server.Bind(endpoint));
            }
        }
        catch
        {
            foreach (string endpoint in bound.Values)
                server.Unbind(endpoint);
            throw;
        }
        foreach ((string endpoint, string asBound) in bound)
            _bound.Add(endpoint, asBound);
    }

    private void UnbindGone(List<string> endpoints)
    {
        foreach (string endpoint in _bound.Keys.Where(endpoint => !endpoints.Contains(endpoint)).ToList())
        {
            _bound.Remove(endpoint, out string? asBound);
            // Its user may have done so before.
            if (server.IsBound(asBound!))
                server.Unbind(asBound!);
        }
    }

    /// <summary>What tells one content of a file from another without reading it; the default where there is no file.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct FileStamp(DateTime Written, long Length)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}
