using System.Text;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Drives the sockets of a loop from a test's own thread. Waits end with what is waited for; their deadline only with a failure.</summary>
internal static class Sockets
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    public static ITransportSocket Router(this ITransportLoop loop, SocketOptions? options = null) => loop.CreateSocket(SocketType.Router, options ?? new SocketOptions());

    public static ITransportSocket Dealer(this ITransportLoop loop, SocketOptions? options = null) => loop.CreateSocket(SocketType.Dealer, options ?? new SocketOptions());

    /// <summary>Turns the loop until something holds.</summary>
    public static void Until(this ITransportLoop loop, Func<bool> holds, string what)
    {
        var deadline = new Deadline(what);
        while (!holds())
        {
            loop.Wait(TimeSpan.FromMilliseconds(20));
            deadline.Check();
        }
    }

    /// <summary>Binds to an endpoint that another socket of the process has just left, as soon as it has.</summary>
    public static string BindAgain(this ITransportLoop loop, ITransportSocket socket, string endpoint)
    {
        string? bound = null;
        loop.Until(
            () =>
            {
                try
                {
                    bound = socket.Bind(endpoint);
                    return true;
                }
                catch (TransportException exception) when (exception.IsTransient)
                {
                    return false;
                }
            },
            "endpoint that is left");
        return bound!;
    }

    /// <summary>Waits for a message.</summary>
    public static Received Receive(this ITransportLoop loop, ITransportSocket socket)
    {
        Received? received = null;
        loop.Until(() => (received = Received.Next(socket)) is not null, "message");
        return received!;
    }

    /// <summary>Waits for a message of text, its frames set apart by bars.</summary>
    public static string ReceiveText(this ITransportLoop loop, ITransportSocket socket) => loop.Receive(socket).Text;

    public static SendResult Send(this ITransportSocket socket, params string[] frames) => socket.Send([], Buffer(frames));

    /// <summary>Sends frames to whom a message came from.</summary>
    public static SendResult Reply(this ITransportSocket socket, Received to, params string[] frames) => socket.Reply(to, Buffer(frames));

    /// <inheritdoc cref="Reply(ITransportSocket, Received, string[])"/>
    public static SendResult Reply(this ITransportSocket socket, Received to, MultipartMessage frames) => socket.Send(to.From.Span, frames);

    public static MultipartMessage Buffer(params string[] frames) => Buffer(frames.Select(Encoding.UTF8.GetBytes).ToArray());

    public static MultipartMessage Buffer(params byte[][] frames)
    {
        var buffer = new MultipartMessage();
        foreach (byte[] frame in frames)
            buffer.Add(frame);
        return buffer;
    }

    /// <summary>Sends, and turns the loop while the queue is full.</summary>
    public static void SendWhenNotFull(this ITransportLoop loop, ITransportSocket socket, MultipartMessage frames)
        => loop.Until(() => socket.Send([], frames) == SendResult.Sent, "room to send");

    public static string NewInprocEndpoint() => $"inproc://{Guid.NewGuid():N}";

    /// <summary>When a wait has failed.</summary>
    public sealed class Deadline(string what)
    {
        private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();

        public void Check()
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(_start) > s_deadline)
                throw new TimeoutException($"No {what} within {s_deadline.TotalSeconds} seconds.");
        }
    }
}
