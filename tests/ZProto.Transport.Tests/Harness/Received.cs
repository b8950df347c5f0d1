using System.Text;
using ZProto.Transports;

namespace ZProto.Transport.Tests;

/// <summary>A message as a test received it, which stays when its socket receives the next.</summary>
public sealed record Received(RoutingId From, byte[][] Frames, string? Address, string? UserId)
{
    /// <summary>Its frames as text, one after the other.</summary>
    public string Text => string.Join('|', Frames.Select(Encoding.UTF8.GetString));

    /// <summary>The next message of a socket; null where there is none.</summary>
    public static Received? Next(ITransportSocket socket)
        => socket.TryReceive(out ReceivedMessage message) ? Copy(message) : null;

    /// <summary>Copies what a socket has received.</summary>
    public static Received Copy(in ReceivedMessage message)
    {
        var frames = new byte[message.Frames.Count][];
        for (int i = 0; i < frames.Length; i++)
            frames[i] = message.Frames.GetFrame(i).ToArray();
        return new Received(new RoutingId(message.RoutingId), frames, message.PeerAddress, message.UserId);
    }
}
