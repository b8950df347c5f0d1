using System.ComponentModel;
using ZProto.Configuration;
using ZProto.Engines;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto;

/// <summary>A server on a ROUTER socket: a state machine for each of its clients. Generated servers derive from its generic form.</summary>
public abstract class ServerEngine : Engine<ServerOptions>
{
    private readonly ServerSettings _settings;

    private protected ServerEngine(ServerSettings settings)
        : base(settings)
        => _settings = settings;

    /// <summary>How long a client may be silent before it gets <c>expired</c>; zero for no limit. Default 60 seconds. A change applies at once.</summary>
    /// <remarks>Source: zproto, <c>server/timeout</c>.</remarks>
    public TimeSpan ClientTimeout
    {
        get => _settings.ClientTimeout;
        set
        {
            _settings.ClientTimeout = value;
            ApplyTimes();
        }
    }

    /// <summary>
    /// How long a client of a model without <c>expired</c> may be without traffic in either direction before it is ended; zero for no
    /// limit. Default 10 minutes. A change applies at once.
    /// </summary>
    /// <remarks>In a configuration: <c>server/idle</c>, in milliseconds.</remarks>
    public TimeSpan IdleTimeout
    {
        get => _settings.IdleTimeout;
        set
        {
            _settings.IdleTimeout = value;
            ApplyTimes();
        }
    }

    /// <summary>How often each client gets the model's <c>heartbeat</c>; zero, the default, for never. A change applies at once.</summary>
    /// <remarks>In a configuration: <c>server/heartbeat</c>, in milliseconds.</remarks>
    public TimeSpan HeartbeatInterval
    {
        get => _settings.HeartbeatInterval;
        set
        {
            _settings.HeartbeatInterval = value;
            ApplyTimes();
        }
    }

    /// <summary>The endpoints as bound, in the order of binding; any thread may read them.</summary>
    public IReadOnlyList<string> Endpoints => Control?.Endpoints ?? [];

    /// <summary>Accepts clients at an endpoint, and starts the server if it has not started.</summary>
    /// <param name="endpoint">The endpoint; port <c>*</c> picks a free one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The endpoint as bound.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="Transports.TransportException">It cannot be bound; the message names it.</exception>
    public Task<string> BindAsync(string endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return InvokeWhenLeftAsync(() => Control!.Bind(endpoint), cancellationToken);
    }

    /// <summary>Stops accepting clients at an endpoint. Its clients stay.</summary>
    /// <param name="endpoint">The endpoint as bound.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="Transports.TransportException">The server is not bound there.</exception>
    public Task UnbindAsync(string endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return InvokeAsync(() => Control!.Unbind(endpoint), cancellationToken);
    }

    /// <summary>
    /// Ends the server without losing work: it stops accepting peers, processes the messages that have come, finishes the background work
    /// of its clients and its own machines, and then ends. What comes from clients after that is not read, so that no work begins that is
    /// not answered; further sockets are read until the end. Clients are not notified. Messages that are kept for a later state of a client
    /// are dropped, since that state may never be reached.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait. The server then continues for its peers; dispose it to end it.</param>
    /// <exception cref="ObjectDisposedException">The server has ended.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default) => Drain.StopAsync(this, () => Control, cancellationToken);

    /// <summary>Loads a configuration, a file in ZPL, in place of the previous one. Only what has changed is applied.</summary>
    /// <remarks>
    /// <c>server/timeout</c>, <c>server/heartbeat</c> and <c>server/idle</c> are in milliseconds, <c>server/verbose</c> is 1 or 0. In the
    /// section named like the model, each <c>bind/endpoint</c> is bound to, <c>echo</c> goes to the log, and a section named like a
    /// method of the model calls it, as such a section outside does. A setting that is gone returns to its value before any
    /// configuration; an endpoint that is gone is unbound.
    /// <para>
    /// <c>security</c> in that section sets the <c>mechanism</c> (<c>null</c>, <c>plain</c> or <c>curve</c>), the <c>domain</c>
    /// (default <c>global</c>), and the file of a <c>certificate</c> for curve, as czmq's zcert writes it.
    /// <see cref="EngineOptions.Authenticate"/> decides which peers are admitted. Security is applied before endpoints are bound, and only
    /// to those bound later: an endpoint that is bound already keeps its security until it is unbound; a warning says so. Without the
    /// section, the options apply. A watched file that has less security than before changes nothing.
    /// </para>
    /// <para>
    /// A file that was written less than a second ago may be incomplete, its security included: it is loaded once two checks, a second
    /// apart, find the same size and time. If called on the loop, that part of the work follows later.
    /// </para>
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="reloadOnChange">
    /// Whether to check the file once a second, and load each change once two checks find the same size and time. An invalid file
    /// changes nothing, and is logged.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="Configuration.ZplException">The file is not ZPL, a value is wrong, or the transport cannot do what <c>security</c> asks for; the message names file and line. Nothing changes.</exception>
    /// <exception cref="Transports.TransportException">An endpoint cannot be bound; the message names it. Nothing changes.</exception>
    public Task LoadConfigurationAsync(string path, bool reloadOnChange = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LoadWrittenAsync(path, reloadOnChange, cancellationToken);
    }

    /// <summary>Writes the configuration, as it was loaded and set, to a file: all of it or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one stays unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an existing one stays unchanged.</exception>
    public Task SaveConfigurationAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InvokeAsync(() => Configuration!.Save(path), cancellationToken);
    }

    /// <summary>Sets a value of the configuration, and applies it. An invalid one is logged, and changes nothing.</summary>
    /// <param name="path">The path, such as <c>server/timeout</c>; see <see cref="LoadConfigurationAsync"/>.</param>
    /// <param name="value">The value, or null for none.</param>
    /// <param name="cancellationToken">Ends the wait, and the change itself while it has not begun.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ObjectDisposedException">The server has ended.</exception>
    /// <exception cref="Configuration.ZplException">The value is wrong. Nothing changes.</exception>
    /// <exception cref="Transports.TransportException">An endpoint cannot be bound; the message names it. Nothing changes.</exception>
    public Task SetConfigurationAsync(string path, string? value, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return InvokeAsync(() => Configuration!.Set(path, value), cancellationToken);
    }

    /// <summary>Waits for the time between two looks at a file that was written just now; a test has another way.</summary>
    internal Func<CancellationToken, Task> WaitBetweenLooks { get; set; } = static cancellationToken => Task.Delay(FileStamp.Interval, cancellationToken);

    /// <summary>What changes the server while it runs; null before its start and after its end.</summary>
    private protected abstract IServerControl? Control { get; }

    /// <summary>What the server was told in ZPL; null before its start and after its end. It belongs to the loop.</summary>
    private protected abstract ServerConfiguration? Configuration { get; }

    private async Task LoadWrittenAsync(string path, bool reloadOnChange, CancellationToken cancellationToken)
    {
        await FileStamp.WaitUntilWrittenAsync(path, () => WaitBetweenLooks(cancellationToken)).ConfigureAwait(Platform.ContinuesOnContext);
        await InvokeWhenLeftAsync(
            () =>
            {
                Configuration!.Load(path, reloadOnChange);
                return true;
            },
            cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
    }

    private void ApplyTimes() => Apply(() => Control?.OnTimesChanged());
}
