using System.Diagnostics;
using System.Text;
using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>A DEALER without an engine, for a test to play a client or a worker by hand. Frames are text; that of a byte is <c>\1</c>.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _socket;

    public RawPeer(ITransport transport, string endpoint)
    {
        _loop = transport.CreateLoop();
        _socket = _loop.CreateSocket(SocketType.Dealer, new SocketOptions());
        _socket.Connect(endpoint);
    }

    public void Send(params string[] frames)
    {
        var message = new MultipartMessage();
        foreach (string frame in frames)
            message.Add(Encoding.Latin1.GetBytes(frame));
        Assert.Equal(SendResult.Sent, _socket.Send(default, message));
    }

    /// <summary>A client's request.</summary>
    public void Request(string service, params string[] body) => Send(["", "MDPC01", service, .. body]);

    /// <summary>A worker's command.</summary>
    public void Command(char command, params string[] frames) => Send(["", "MDPW01", command.ToString(), .. frames]);

    /// <summary>The next message that is no heartbeat. The wait ends only where a test fails.</summary>
    public async Task<string[]> ReceiveAsync()
    {
        while (true)
        {
            string[] frames = await Task.Run(ReceiveAny);
            if (frames is not ["", "MDPW01", "\u0004"])
                return frames;
        }
    }

    /// <summary>The next message, be it a heartbeat.</summary>
    public string[] ReceiveAny()
    {
        long started = Stopwatch.GetTimestamp();
        ReceivedMessage received;
        while (!_socket.TryReceive(out received))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, "No message came.");
            _loop.Wait(s_patience);
        }
        IMultipartMessage frames = received.Frames;
        return [.. Enumerable.Range(0, frames.Count).Select(index => Encoding.Latin1.GetString(frames.GetFrame(index)))];
    }

    public void Dispose()
    {
        _socket.Dispose();
        _loop.Dispose();
    }
}
