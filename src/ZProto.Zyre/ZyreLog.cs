using Microsoft.Extensions.Logging;

namespace ZProto.Zyre;

/// <summary>The lines that are logged of nodes and beacons.</summary>
internal static partial class ZyreLog
{
    [LoggerMessage(1, LogLevel.Warning, "The beacon of {Id} could not be sent to {Destination}: {Problem}{More}")]
    public static partial void BeaconNotSent(this ILogger logger, Guid id, string destination, string problem, string more);

    [LoggerMessage(2, LogLevel.Warning, "Beacons cannot be received: {Problem}{More}")]
    public static partial void BeaconsNotReceived(this ILogger logger, string problem, string more);

    [LoggerMessage(3, LogLevel.Error, "What was told of a beacon threw; the search goes on{More}")]
    public static partial void SinkThrew(this ILogger logger, string more, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "{Name} ({Id}): {Fault}; the peer is ended{More}")]
    public static partial void PeerEnded(this ILogger logger, string name, Guid id, string fault, string more);
}
