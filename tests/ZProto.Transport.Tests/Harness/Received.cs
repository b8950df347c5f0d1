using System.Text;

namespace ZProto.Transport.Tests;

/// <summary>A message as a test received it.</summary>
public sealed record Received(RoutingId From, byte[][] Frames)
{
    /// <summary>Its frames as text, one after the other.</summary>
    public string Text => string.Join('|', Frames.Select(Encoding.UTF8.GetString));

    /// <summary>Copies what a socket has received.</summary>
    public static Received Copy(ITransportSocket socket)
    {
        var frames = new byte[socket.Received.Count][];
        for (int i = 0; i < frames.Length; i++)
            frames[i] = socket.Received.GetFrame(i).ToArray();
        return new Received(new RoutingId(socket.ReceivedFrom), frames);
    }
}
