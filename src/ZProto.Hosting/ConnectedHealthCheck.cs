using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZProto.Hosting;

/// <summary>Whether a client has its server.</summary>
internal sealed class ConnectedHealthCheck(HostedClient hosted) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(
            hosted.IsConnected
                ? HealthCheckResult.Healthy($"The {hosted.Registration} is connected.")
                : new HealthCheckResult(context.Registration.FailureStatus, $"The {hosted.Registration} is not connected."));
}
