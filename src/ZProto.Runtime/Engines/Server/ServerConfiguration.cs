using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using ZProto.Codec;
using ZProto.Configuration;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>What a server was told in ZPL. It belongs to the server's loop.</summary>
/// <remarks>A change is read as a whole before anything is done, so that a broken one leaves all as it was.</remarks>
internal sealed class ServerConfiguration(EngineContext context, ServerSettings settings, ServerSecurity serverSecurity, IServerControl server)
{
    private const string SecuritySection = "security";

    // The endpoints bound for the configuration: as it says them, and as they were bound.
    private readonly Dictionary<string, string> _bound = [];

    // How settings were before a configuration had them, for when it has them no longer.
    private readonly Dictionary<string, Action> _restore = [];
    private ZplNode _tree = new();

    // What the last file was warned of, so that a reload does not say it again.
    private HashSet<string> _unknown = [];
    private RepeatingTimer? _watch;

    private ILogger Logger => context.Logger;

    /// <summary>Takes over a file, and perhaps each change of it from here on.</summary>
    public void Load(string path, bool reloadOnChange)
    {
        FileStamp stamp = FileStamp.Of(path);
        FileStamp seen = stamp;
        if (!TryApply(path, () => ZplNode.Load(path), isReload: false, out Exception? problem))
        {
            if (problem is ZplException { Path: null } ofValue)
                throw new ZplException(ofValue.Error, path);
            ExceptionDispatchInfo.Throw(problem);
        }
        Close();
        if (reloadOnChange)
        {
            _watch = new RepeatingTimer(context.Loop, () => context.RunGuarded(static look => look(), LookAgain, "look at the configuration"));
            _watch.Set(FileStamp.Interval);
        }

        // As zproto's servers do, once a second: it works on every file system, and waits for nothing.
        void LookAgain()
        {
            FileStamp now = FileStamp.Of(path);
            // One that changes still may be half-written.
            bool isWritten = now == seen;
            seen = now;
            if (!isWritten || now == stamp || now == default)
                return;
            stamp = now;
            if (TryApply(path, () => ZplNode.Load(path), isReload: true, out _))
                Logger.Reloaded(path);
        }
    }

    /// <summary>Sets a value, or takes it away, and applies what it changes.</summary>
    public void Set(string path, string? value)
    {
        if (!TryApply(path, SetInCopy, isReload: false, out Exception? problem))
            ExceptionDispatchInfo.Throw(problem);

        ZplNode SetInCopy()
        {
            ZplNode tree = _tree.Clone();
            tree.Set(path, value);
            return tree;
        }
    }

    public void Save(string path) => _tree.Save(path);

    /// <summary>Looks at no file any more.</summary>
    public void Close() => _watch?.Set(TimeSpan.Zero);

    private bool TryApply(string source, Func<ZplNode> read, bool isReload, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Exception? problem)
    {
        try
        {
            Apply(read(), isReload);
            problem = null;
            return true;
        }
        catch (Exception exception) when (exception is ZplException or TransportException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Logger.BrokenConfiguration(source, exception is ZplException zpl ? zpl.Error.ToString() : exception.Message);
            problem = exception;
            return false;
        }
    }

    private void Apply(ZplNode tree, bool isReload)
    {
        var steps = new List<Action>();
        ReadSettings(tree, steps);
        List<string> endpoints = ReadSections(tree, steps);
        IReadOnlyList<string> bound = server.Endpoints;
        bool secures = ReadSecurity(tree, out SocketSecurity? security);

        SocketSecurity? before = serverSecurity.Current;
        // Whoever writes the file may have come to its endpoints, and not yet to how they are secured.
        if (isReload && secures && ServerSecurity.StrengthOf(security) < ServerSecurity.StrengthOf(before))
            throw new ZplException(new ZplError(SecurityOf(tree)?.Line ?? 0, 0, "It has less security than there is. A changed file is not followed in that; load it, or start the server again."));
        if (secures)
            Secure(security, SecurityOf(tree));
        try
        {
            BindNew(endpoints);
        }
        catch when (secures)
        {
            server.SetSecurity(before);
            throw;
        }
        foreach (Action step in steps)
            context.RunGuarded(static step => step(), step, "method of a configuration");
        UnbindGone(endpoints);
        _tree = tree;
        WarnOfUnknown(tree, isUsers: server.Configure(tree));
        foreach (string endpoint in bound.Where(endpoint => secures && server.Endpoints.Contains(endpoint)))
            Logger.KeepsSecurity(endpoint);
    }

    private void WarnOfUnknown(ZplNode tree, bool isUsers)
    {
        // Asked for a name that none has, generated code asks for those of all methods.
        var probe = new ConfigurationCall(new ZplNode(""), Logger);
        server.FindMethod(probe);
        HashSet<string> unknown = [];
        foreach ((ZplNode node, string? near) in new ConfigurationNames(server.Name, isUsers).FindUnknown(tree, probe.Methods))
        {
            string path = node.Parent?.Parent is null ? node.Name : $"{node.Parent.Name}/{node.Name}";
            if (unknown.Add(path) && !_unknown.Contains(path))
                Logger.UnknownSetting(node.Line, path, near is null ? "" : $"; did you mean '{near}'?");
        }
        _unknown = unknown;
    }

    /// <summary>Reads how peers are admitted.</summary>
    /// <returns>Whether it is said otherwise than before.</returns>
    private bool ReadSecurity(ZplNode tree, out SocketSecurity? security)
    {
        security = null;
        ZplNode? section = SecurityOf(tree);
        ZplNode? before = SecurityOf(_tree);
        if (section is null ? before is null : section.ContentEquals(before))
            return false;
        security = section is null ? serverSecurity.OfOptions : serverSecurity.Read(section);
        return true;
    }

    private void Secure(SocketSecurity? security, ZplNode? section)
    {
        try
        {
            server.SetSecurity(security);
        }
        catch (TransportException exception) when (section is not null)
        {
            throw new ZplException(new ZplError(section.Line, 0, exception.Message));
        }
    }

    private ZplNode? SecurityOf(ZplNode tree)
        => tree.Children.Where(IsServers).Select(section => section.Find(SecuritySection)).FirstOrDefault(node => node is not null);

    /// <summary>Whether a section is the server's own.</summary>
    private bool IsServers(ZplNode section) => ConfigurationCall.AreSame(section.Name, server.Name);

    private void ReadSettings(ZplNode tree, List<Action> steps)
    {
        ReadTime("server/timeout", () => settings.ClientTimeout, time => settings.ClientTimeout = time);
        ReadTime("server/heartbeat", () => settings.HeartbeatInterval, time => settings.HeartbeatInterval = time);
        ReadTime("server/idle", () => settings.IdleTimeout, time => settings.IdleTimeout = time);
        ReadSetting("server/verbose", () => tree.GetInt64("server/verbose", 0) != 0, () => settings.Verbose, verbose => settings.Verbose = verbose);
        foreach (string path in (ReadOnlySpan<string>)["server/background", "server/workdir"])
        {
            if (tree.Find(path)?.Value is { } value && value != _tree.Find(path)?.Value)
                steps.Add(() => Logger.SettingIgnored(path));
        }

        void ReadTime(string path, Func<TimeSpan> get, Action<TimeSpan> set)
            => ReadSetting(
                path,
                () => Time(tree, path),
                get,
                time =>
                {
                    set(time);
                    server.OnTimesChanged();
                });

        void ReadSetting<T>(string path, Func<T> read, Func<T> get, Action<T> set)
        {
            string? value = tree.Find(path)?.Value;
            if (value == _tree.Find(path)?.Value)
                return;
            if (value is null)
            {
                steps.Add(() =>
                {
                    if (_restore.Remove(path, out Action? restore))
                        restore();
                });
                return;
            }
            T setting = read();
            steps.Add(() =>
            {
                T own = get();
                _restore.TryAdd(path, () => set(own));
                set(setting);
            });
        }
    }

    private static TimeSpan Time(ZplNode tree, string path)
    {
        long milliseconds = tree.GetInt64(path, 0);
        return milliseconds is >= 0 and <= int.MaxValue
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new ZplException(new ZplError(tree.Find(path)!.Line, 0, $"The value of '{path}' is '{milliseconds}', which is not from 0 to {int.MaxValue} milliseconds."));
    }

    /// <summary>Reads the server's own section, and the calls of methods in it and outside it.</summary>
    /// <returns>The endpoints to be bound to.</returns>
    private List<string> ReadSections(ZplNode tree, List<Action> steps)
    {
        var endpoints = new List<string>();
        foreach (ZplNode section in tree.Children)
        {
            if (!IsServers(section))
            {
                ReadCall(section, _tree, steps);
                continue;
            }
            endpoints.AddRange(section.FindAll("bind/endpoint").Select(node => node.Value).OfType<string>());
            ZplNode? before = _tree.Children.FirstOrDefault(IsServers);
            foreach (ZplNode node in section.Children.Where(node => node.Name != SecuritySection))
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
        else if (server.FindMethod(new ConfigurationCall(node, Logger)) is { } call)
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
            if (server.Endpoints.Contains(asBound!))
                server.Unbind(asBound!);
        }
    }
}
