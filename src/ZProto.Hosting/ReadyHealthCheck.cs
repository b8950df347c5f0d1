using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZProto.Hosting;

/// <summary>Whether a mesh is there for its peers.</summary>
internal sealed class ReadyHealthCheck(HostedMesh hosted) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(
            hosted.IsReady
                ? HealthCheckResult.Healthy($"The {hosted.Registration} is ready.")
                : new HealthCheckResult(context.Registration.FailureStatus, $"The {hosted.Registration} is not ready."));
}
