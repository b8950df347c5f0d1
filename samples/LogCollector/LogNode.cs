using ZProto;

namespace LogCollector;

/// <param name="endpoint">The node's own endpoint, by whose hash its events are told from those of others.</param>
public sealed partial class LogNode(string endpoint)
{
    private readonly ZreLogMsg _message = new();

    // How many of the prefixes that collectors have subscribed to match each level.
    private readonly int[] _subscriptions = new int[byte.MaxValue + 1];

    /// <summary>What a log knows the node by.</summary>
    public ushort Id { get; } = EndpointHash.Compute(endpoint);

    /// <summary>Whether a collector wants events of a level, for who has to work for what to say of one. On the loop only.</summary>
    public bool IsWanted(byte level) => _subscriptions[level] > 0;

    private partial void ReportTo(string endpoint) => Collectors.Connect(endpoint);

    private partial void StopReportingTo(string endpoint) => Collectors.Disconnect(endpoint);

    private partial void Log(byte level, byte @event, ushort peer, string data)
    {
        DateTimeOffset now = (Options.TimeProvider ?? TimeProvider.System).GetUtcNow();
        _message.SetLog(level, @event, Id, peer, (ulong)now.ToUnixTimeSeconds(), data);
        Collectors.Send(_message);
    }

    // The first who subscribes to a prefix is a notice, and the last who does not want it any more.
    private partial void OnCollectors(IMultipartMessage notice)
    {
        ReadOnlySpan<byte> frame = notice.GetFrame(0);
        if (frame.Length == 0 || frame[0] > 1)
            return;
        for (int level = 0; level <= byte.MaxValue; level++)
        {
            if (LevelPrefix.Matches(frame[1..], (byte)level))
                _subscriptions[level] += frame[0] == 1 ? 1 : -1;
        }
    }
}
