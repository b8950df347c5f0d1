using System.Text;

namespace ZProto.Transport.Tests;

/// <summary>A socket of a <see cref="LoopThread"/>, to use from a test. It reads only what a test asks it to.</summary>
public sealed class TestSocket(LoopThread thread, ITransportSocket socket, SocketType type)
{
    private const int MostAtOnce = 1000;

    private readonly Queue<TaskCompletionSource<Received>> _receivers = new();
    private Action<ITransportSocket, Received>? _handler;

    /// <summary>The thread that it belongs to.</summary>
    public LoopThread Thread => thread;

    public SocketType Type => type;

    public Task<string> Bind(string endpoint) => thread.Do(_ => socket.Bind(endpoint));

    /// <summary>Binds an endpoint that was used a moment ago, as soon as it is free.</summary>
    public Task BindAgain(string endpoint) => thread.Do(loop => Deadline.Await(loop, () =>
    {
        try
        {
            socket.Bind(endpoint);
            return true;
        }
        catch (TransportException)
        {
            return false;
        }
    }));

    public Task Unbind(string endpoint) => thread.Do(_ => socket.Unbind(endpoint));

    public Task Connect(string endpoint) => thread.Do(_ => socket.Connect(endpoint));

    public Task Disconnect(string endpoint) => thread.Do(_ => socket.Disconnect(endpoint));

    public Task Subscribe(string prefix) => thread.Do(_ => socket.Subscribe(Encoding.UTF8.GetBytes(prefix)));

    public Task Unsubscribe(string prefix) => thread.Do(_ => socket.Unsubscribe(Encoding.UTF8.GetBytes(prefix)));

    public Task<long> GetDroppedMessages() => thread.Do(_ => socket.DroppedMessages);

    public Task Dispose() => thread.Do(_ =>
    {
        thread.Remove(this);
        socket.Dispose();
    });

    /// <summary>Does something with the socket on its thread.</summary>
    public Task<T> Do<T>(Func<ITransportLoop, ITransportSocket, T> function, ProgressDeadline? deadline = null)
        => thread.Do(loop => function(loop, socket), deadline);

    /// <summary>Does something with the socket on its thread.</summary>
    public Task Do(Action<ITransportLoop, ITransportSocket> action) => thread.Do(loop => action(loop, socket));

    public Task<SendResult> TrySend(RoutingId to, params byte[][] frames)
        => thread.Do(_ => socket.Send(to.Span, Buffer(frames)));

    public Task<SendResult> TrySend(RoutingId to, string text) => TrySend(to, Split(text));

    public Task<SendResult> TrySend(string text) => TrySend(RoutingId.Empty, text);

    /// <summary>Sends frames, which must succeed.</summary>
    public async Task Send(RoutingId to, params byte[][] frames)
        => Assert.Equal(SendResult.Sent, await TrySend(to, frames));

    /// <summary>Sends frames of text divided by <c>|</c>, which must succeed.</summary>
    public Task Send(RoutingId to, string text) => Send(to, Split(text));

    /// <inheritdoc cref="Send(RoutingId, string)"/>
    public Task Send(string text) => Send(RoutingId.Empty, text);

    /// <summary>Sends until a message has this outcome.</summary>
    public Task SendUntil(SendResult result, RoutingId to, string text) => thread.Do(loop =>
    {
        MultipartMessage frames = Buffer(Split(text));
        Deadline.Await(loop, () => socket.Send(to.Span, frames) == result);
    });

    /// <summary>Receives the next message.</summary>
    public async Task<Received> Receive()
    {
        var receiver = new TaskCompletionSource<Received>(TaskCreationOptions.RunContinuationsAsynchronously);
        await thread.Do(_ => _receivers.Enqueue(receiver));
        return await receiver.Task.WaitAsync(Deadline.Span);
    }

    /// <summary>Waits for what is told next of the socket's connections.</summary>
    public Task<ConnectionEvent> TakeConnectionEvent() => thread.Do(loop =>
    {
        ConnectionEvent told = default;
        Deadline.Await(loop, () => socket.TryTakeConnectionEvent(out told));
        return told;
    });

    /// <summary>Takes what is told of the socket's connections, if there is anything.</summary>
    public Task<ConnectionEvent?> PeekConnectionEvent() => thread.Do(loop =>
    {
        loop.Wait(TimeSpan.Zero);
        return socket.TryTakeConnectionEvent(out ConnectionEvent told) ? told : (ConnectionEvent?)null;
    });

    /// <summary>Sends a request and receives the reply, which must be the same.</summary>
    public async Task AssertEcho(string text)
    {
        await Send(text);
        Assert.Equal(text, (await Receive()).Text);
    }

    /// <summary>Says hello to a ROUTER that no one else is sending to, and is answered.</summary>
    public async Task AssertGreets(TestSocket router)
    {
        await Send("hello");
        Received hello = await router.Receive();
        Assert.Equal("hello", hello.Text);
        await router.Send(hello.From, "hello to you");
        Assert.Equal("hello to you", (await Receive()).Text);
    }

    /// <summary>Sends a request again and again until it is answered, as a client must whose server may be gone, and drops late replies to others.</summary>
    public Task SendUntilAnswered(string text) => thread.Do(loop =>
    {
        MultipartMessage frames = Buffer(Split(text));
        Deadline.Await(loop, () =>
        {
            socket.Send([], frames);
            loop.Wait(TimeSpan.FromMilliseconds(50));
            while (Received.Next(socket) is { } reply)
            {
                if (reply.Text == text)
                    return true;
            }
            return false;
        });
        while (socket.TryReceive(out _))
        {
        }
    });

    /// <summary>From here on hands each message to a handler on the thread.</summary>
    public Task Handle(Action<ITransportSocket, Received> handler) => thread.Do(_ => _handler = handler);

    /// <summary>From here on sends each message back.</summary>
    public Task Echo() => Handle((socket, received) => socket.Send(received.From.Span, Buffer(received.Frames)));

    /// <summary>Frames to send.</summary>
    public static MultipartMessage Buffer(params byte[][] frames)
    {
        var buffer = new MultipartMessage();
        foreach (byte[] frame in frames)
            buffer.Add(frame);
        return buffer;
    }

    /// <summary>Whether the loop sleeps on though there are messages.</summary>
    internal bool IsPaused
    {
        set => socket.IsPaused = value;
    }

    /// <summary>Hands on what is there.</summary>
    /// <returns>Whether more is wanted.</returns>
    internal bool Serve()
    {
        for (int i = 0; i < MostAtOnce && WantsMore && Received.Next(socket) is { } received; i++)
        {
            if (_receivers.TryDequeue(out TaskCompletionSource<Received>? receiver))
                receiver.SetResult(received);
            else
                _handler!(socket, received);
        }
        return WantsMore;
    }

    private bool WantsMore => _handler is not null || _receivers.Count > 0;

    private static byte[][] Split(string text) => [.. text.Split('|').Select(Encoding.UTF8.GetBytes)];
}
