using System.Diagnostics;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>A socket without an engine, which a test plays a peer of an engine with. It belongs to the test: one call at a time.</summary>
internal sealed class TestSocket<TMessage> : IDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly TestEnvironment _environment;
    private readonly MessageRole _sender;
    private readonly MultipartMessage _frames = new();
    private readonly ITransportLoop _loop;

    /// <param name="environment">What the engine runs in.</param>
    /// <param name="type">The socket.</param>
    /// <param name="options">How it is set up.</param>
    /// <param name="sender">Who sends what it receives.</param>
    public TestSocket(TestEnvironment environment, SocketType type, SocketOptions options, MessageRole sender)
    {
        _environment = environment;
        _sender = sender;
        _loop = environment.Transport.CreateLoop();
        Socket = _loop.CreateSocket(type, options);
    }

    public ITransportSocket Socket { get; }

    /// <summary>The routing id that the last message came from; empty but on a ROUTER.</summary>
    public RoutingId LastSender { get; private set; }

    public void Send(ReadOnlySpan<byte> routingId, TMessage message)
    {
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        Send(routingId, _frames);
    }

    public void Send(ReadOnlySpan<byte> routingId, IEnumerable<byte[]> frames)
    {
        _frames.Clear();
        foreach (byte[] frame in frames)
            _frames.Add(frame);
        Send(routingId, _frames);
    }

    /// <summary>The next message. It may take real time, as engines work on threads of their own.</summary>
    /// <exception cref="TestFailedException">None came, or what came is malformed.</exception>
    public Task<TMessage> ReceiveAsync(string expected, CancellationToken cancellationToken)
        => Task.Run(
            () =>
            {
                long started = Stopwatch.GetTimestamp();
                while (true)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (TryReceive(expected) is { } message)
                        return message;
                    TimeSpan left = _environment.Patience - Stopwatch.GetElapsedTime(started);
                    if (left <= TimeSpan.Zero)
                        throw new TestFailedException($"Expected {expected}, and nothing came in {_environment.Patience.TotalSeconds} seconds.{_environment.Log}");
                    _loop.Wait(left);
                }
            },
            cancellationToken);

    /// <summary>The next message, which is to be that of an id.</summary>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public async Task<TMessage> ExpectAsync<TId>(TId id, CancellationToken cancellationToken)
        where TId : struct, Enum
    {
        if (typeof(TId).DeclaringType != typeof(TMessage))
            throw new ArgumentException($"{typeof(TId)} is not the enumeration of {typeof(TMessage).Name}'s messages.", nameof(id));
        TMessage message = await ReceiveAsync($"{id}", cancellationToken).ConfigureAwait(false);
        return message.IdNumber == Convert.ToInt32(id, null)
            ? message
            : throw new TestFailedException($"Expected {id}, and {message} came.{_environment.Log}");
    }

    /// <summary>The next message, which is to be equal to one.</summary>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public async Task<TMessage> ExpectAsync(TMessage expected, CancellationToken cancellationToken)
    {
        TMessage message = await ReceiveAsync($"{expected}", cancellationToken).ConfigureAwait(false);
        return message.ContentEquals(expected)
            ? message
            : throw new TestFailedException($"Expected {expected}, and {message} came.{_environment.Log}");
    }

    /// <summary>Has the engine settle, and checks that it has sent nothing.</summary>
    /// <exception cref="TestFailedException">A message came.</exception>
    public async Task ExpectNothingAsync()
    {
        await _environment.SettleAsync().ConfigureAwait(false);
        if (TryReceive("nothing") is { } message)
            throw new TestFailedException($"Expected nothing, and {message} came.{_environment.Log}");
    }

    public void Dispose()
    {
        Socket.Dispose();
        _loop.Dispose();
    }

    private TMessage? TryReceive(string expected)
    {
        if (!Socket.TryReceive(out ReceivedMessage received))
            return null;
        var message = new TMessage();
        var reader = new FrameReader(received.Frames);
        if (!TMessage.TryDecode(ref reader, message, _sender, out DecodeError error))
            throw new TestFailedException($"Expected {expected}, and what came is malformed: {error}");
        message.RoutingId = LastSender = new RoutingId(received.RoutingId);
        return message;
    }

    private void Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        SendResult result = Socket.Send(routingId, frames);
        if (result != SendResult.Sent)
            throw new TestFailedException($"The message could not be sent: {result}.{_environment.Log}");
    }
}
