using System.Collections.Concurrent;

namespace ZProto.Shared;

/// <summary>
/// Endpoints that sockets of this process have left a moment ago. The library leaves them in the background, so that whoever binds to one
/// again at once may find it still taken.
/// </summary>
internal static class RecentlyClosedEndpoints
{
    /// <summary>How long leaving can take at most; in milliseconds.</summary>
    private const int Patience = 5_000;

    private static readonly ConcurrentDictionary<string, long> s_until = new();

    /// <summary>A socket has left.</summary>
    public static void Left(string endpoint)
    {
        long now = Environment.TickCount64;
        foreach ((string place, long until) in s_until)
        {
            if (until < now)
                s_until.TryRemove(new KeyValuePair<string, long>(place, until));
        }
        s_until[Place(endpoint)] = now + Patience;
    }

    /// <summary>A socket has come.</summary>
    public static void Taken(string endpoint) => s_until.TryRemove(Place(endpoint), out _);

    /// <summary>Whether a socket has left so recently that it may still be there.</summary>
    public static bool IsBeingLeft(string endpoint) => s_until.TryGetValue(Place(endpoint), out long until) && Environment.TickCount64 < until;

    // With TCP the port alone counts: a socket that was bound to all addresses is in the way of one bound to any.
    private static string Place(string endpoint)
        => Endpoint.IsTcp(endpoint) ? Endpoint.GetPort(endpoint).ToString() : endpoint;
}
