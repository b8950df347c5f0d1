using Microsoft.Extensions.Logging;

namespace ZProto.Hosting;

/// <summary>The lines that are logged of engines in a host.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "The {Engine} is bound to {Endpoints}")]
    public static partial void Bound(this ILogger logger, EngineRegistration engine, string endpoints);

    [LoggerMessage(2, LogLevel.Information, "The {Engine} is open at {Endpoint}")]
    public static partial void Opened(this ILogger logger, EngineRegistration engine, string endpoint);

    [LoggerMessage(3, LogLevel.Warning, "The {Engine} still had work when the host's shutdown time-out passed, and was ended; see HostOptions.ShutdownTimeout")]
    public static partial void StoppedWithWork(this ILogger logger, EngineRegistration engine);

    [LoggerMessage(4, LogLevel.Warning, "The configuration has an unknown setting '{Path}', which is ignored{Suggestion}")]
    public static partial void UnknownSetting(this ILogger logger, string path, string suggestion);

    [LoggerMessage(5, LogLevel.Error, "The configuration of the {Engine} has changed and is not valid; its settings stay as they were")]
    public static partial void InvalidChange(this ILogger logger, EngineRegistration engine, Exception exception);
}
