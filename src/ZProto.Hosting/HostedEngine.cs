using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ZProto.Hosting;

/// <summary>Starts and stops an engine with the host.</summary>
/// <param name="registration">How it was added.</param>
/// <param name="services">The container.</param>
internal abstract class HostedEngine(EngineRegistration registration, IServiceProvider services) : IHostedService
{
    public EngineRegistration Registration => registration;

    public abstract Engine Engine { get; }

    public abstract HostedEngineOptions Options { get; }

    /// <summary>Whether the engine may be used without starting it before its time.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether its start succeeded.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The engine's section of the host's configuration.</summary>
    protected IConfigurationSection Section { get; } = services.GetRequiredService<IConfiguration>().GetSection(registration.Section);

    protected ILogger Logger { get; } = services.GetRequiredService<ILogger<HostedEngine>>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        try
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
            HasStarted = true;
        }
        catch (Exception exception)
        {
            // Not awaited: a loop that is stuck would keep the host from saying what is wrong. The container waits for it at its own end.
            _ = Engine.DisposeAsync().AsTask();
            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            throw new ZProtoException($"The {registration} did not start: {exception.Message}", exception);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!HasBegun)
            return;
        try
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended already, by itself or by its user.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Logger.StoppedWithWork(registration);
            _ = Engine.DisposeAsync().AsTask();
        }
    }

    /// <summary>Starts the engine.</summary>
    protected abstract Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>Ends the engine without losing work, by the host's deadline.</summary>
    protected abstract Task EndAsync(CancellationToken cancellationToken);
}
