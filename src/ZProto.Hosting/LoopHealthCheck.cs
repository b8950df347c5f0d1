using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZProto.Hosting;

/// <summary>Whether an engine's loop runs, and how late it is: how long work that is handed to it waits.</summary>
internal sealed class LoopHealthCheck(HostedEngine hosted, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Asking the loop would start the engine.
        if (!hosted.HasBegun)
            return HealthCheckResult.Healthy($"The {hosted.Registration} has not started.");
        long asked = time.GetTimestamp();
        try
        {
            await hosted.Engine.InvokeAsync(static () => { }, cancellationToken).WaitAsync(hosted.Options.UnhealthyLag, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus,
                $"The loop of the {hosted.Registration} has not answered for {Seconds(hosted.Options.UnhealthyLag)} s: an action, or other code on it, takes too long.");
        }
        catch (ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The {hosted.Registration} has ended.", hosted.Engine.Completion.Exception?.InnerException);
        }
        TimeSpan lag = time.GetElapsedTime(asked);
        string description = $"The loop of the {hosted.Registration} answered after {Seconds(lag)} s.";
        var data = new Dictionary<string, object> { ["lag"] = lag };
        return lag > hosted.Options.DegradedLag ? HealthCheckResult.Degraded(description, data: data) : HealthCheckResult.Healthy(description, data);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
