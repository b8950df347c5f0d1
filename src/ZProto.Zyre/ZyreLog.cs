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

    [LoggerMessage(4, LogLevel.Warning, "{Name} ({Id}): message {Expected} was expected, and {Received} came; the peer is ended")]
    public static partial void SequenceGap(this ILogger logger, string name, Guid id, ushort expected, ushort received);

    [LoggerMessage(5, LogLevel.Warning, "{Name} ({Id}): it is in {Count} groups, more than MaxGroupsPerPeer allows; the peer is ended")]
    public static partial void TooManyGroups(this ILogger logger, string name, Guid id, int count);

    [LoggerMessage(6, LogLevel.Warning, "{Name} ({Id}): it cannot be connected to at '{Endpoint}': {Problem}; the peer is ended")]
    public static partial void EndpointNotValid(this ILogger logger, string name, Guid id, string endpoint, string problem);
}
