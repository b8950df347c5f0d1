using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ZProto.Hosting;

/// <summary>Runs an engine that peers connect to with the host: its endpoints, and the settings that apply again when the configuration changes.</summary>
internal abstract class HostedListener<TOptions> : HostedEngine, IDisposable
    where TOptions : HostedListenerOptions, new()
{
    private readonly object _gate = new();
    private readonly string? _endpoint;
    private readonly IOptionsFactory<TOptions> _factory;
    private readonly TOptions _own;
    private TOptions _options;
    private IDisposable? _changes;

    /// <param name="registration">How it was added.</param>
    /// <param name="endpoint">The endpoint where the options have none.</param>
    /// <param name="own">What the engine has where the options say nothing.</param>
    /// <param name="services">The container.</param>
    protected HostedListener(EngineRegistration registration, string? endpoint, TOptions own, IServiceProvider services)
        : base(registration, services)
    {
        _endpoint = endpoint;
        _own = own;
        _factory = services.GetRequiredService<IOptionsFactory<TOptions>>();
        _options = _factory.Create(registration.Name);
    }

    public override HostedEngineOptions Options => _options;

    /// <summary>Whether peers can come, or are looked for.</summary>
    public abstract bool IsReady { get; }

    /// <summary>The options as they are now.</summary>
    protected TOptions Current => _options;

    /// <summary>The endpoints to bind: those of the options, or else the one given in code.</summary>
    protected IEnumerable<string> Wanted => _options.Endpoints is { Count: > 0 } configured ? configured : _endpoint is null ? [] : [_endpoint];

    public void Dispose() => _changes?.Dispose();

    /// <summary>Starts the engine with its settings, and follows their changes.</summary>
    protected async Task StartAsync(Type engineOptions, CancellationToken cancellationToken)
    {
        Section.LogUnknownSettings(Logger, engineOptions, typeof(TOptions));
        Apply(new TOptions(), _options);
        // Before it is asked for its endpoints: OnInitialize may have bound some.
        await Engine.InvokeAsync(static () => { }, cancellationToken).ConfigureAwait(false);
        _changes = ChangeToken.OnChange(Section.GetReloadToken, ApplyChange);
    }

    /// <summary>Applies the settings that have changed, so that what the engine's code has set in the meantime stays.</summary>
    protected abstract void Apply(TOptions before, TOptions after);

    /// <summary>Applies one setting, if it has changed.</summary>
    protected void Apply<T>(TOptions before, TOptions after, Func<TOptions, T?> get, Action<T> set)
        where T : struct
    {
        if (!Equals(get(before), get(after)))
            set((get(after) ?? get(_own))!.Value);
    }

    // Whoever changes the configuration is not to get an exception of an engine.
    private void ApplyChange()
    {
        try
        {
            lock (_gate)
            {
                TOptions options = _factory.Create(Registration.Name);
                Apply(_options, options);
                _options = options;
            }
        }
        catch (Exception exception)
        {
            Logger.InvalidChange(Registration, exception);
        }
    }
}
