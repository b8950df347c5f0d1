using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZProto.Hosting;

/// <summary>Whether a server accepts clients.</summary>
internal sealed class BoundHealthCheck(HostedServer hosted) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> endpoints = hosted.Endpoints;
        return Task.FromResult(
            hosted.IsReady
                ? HealthCheckResult.Healthy($"The {hosted.Registration} is bound to {string.Join(", ", endpoints)}.")
                : new HealthCheckResult(context.Registration.FailureStatus, $"The {hosted.Registration} is not bound."));
    }
}
