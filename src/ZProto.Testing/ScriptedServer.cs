using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>
/// A server that a test plays for a client, in this process, with a clock that the test advances:
/// <c>using var server = new ScriptedServer&lt;HelloMsg&gt;(client); Task opened = client.OpenAsync(server.Endpoint);</c>
/// </summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public sealed class ScriptedServer<TMessage> : IDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly TestEnvironment _environment;
    private TestSocket<TMessage>? _socket;

    /// <summary>Sets the client's transport and clock, and starts.</summary>
    /// <param name="client">A client that has not started.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The client has started, or shares a loop.</exception>
    public ScriptedServer(ClientEngine<TMessage> client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _environment = new TestEnvironment(client, client.Options);
        // No one advances the clock while a test ends.
        client.Options.DisposeTimeout = TimeSpan.Zero;
        Start();
    }

    /// <summary>Where it is bound.</summary>
    public string Endpoint => "inproc://test";

    /// <summary>The client's clock. <see cref="AdvanceAsync"/> advances it without a race.</summary>
    public FakeTimeProvider Clock => _environment.Clock;

    /// <summary>How long an expected message may take in real time before the test fails. Default 10 seconds.</summary>
    public TimeSpan Patience
    {
        get => _environment.Patience;
        set => _environment.Patience = value;
    }

    /// <summary>Starts again after <see cref="Stop"/>, at the same endpoint. It has started with its making.</summary>
    public void Start()
    {
        if (_socket is not null)
            return;
        _socket = new TestSocket<TMessage>(_environment, SocketType.Router, new SocketOptions(), MessageRole.Client);
        _socket.Socket.Bind(Endpoint);
    }

    /// <summary>Stops, as a server that has died: its connections are lost.</summary>
    public void Stop()
    {
        _socket?.Dispose();
        _socket = null;
    }

    /// <summary>Sends a message to the client that a message was received from last.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidOperationException">No client has sent anything.</exception>
    /// <exception cref="TestFailedException">The client is gone, or the queue to it is full.</exception>
    public void Send(TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Socket.Send(Client.Span, message);
    }

    /// <summary>Sends frames, which need not be a message of the protocol, to the client that a message was received from last.</summary>
    /// <param name="frames">The frames.</param>
    /// <exception cref="InvalidOperationException">No client has sent anything.</exception>
    /// <exception cref="TestFailedException">The client is gone, or the queue to it is full.</exception>
    public void SendFrames(params byte[][] frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        Socket.Send(Client.Span, frames);
    }

    /// <summary>Receives the next message. Its <c>RoutingId</c> tells one connection of the client from another.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TestFailedException">None came in <see cref="Patience"/>, or what came is malformed.</exception>
    public Task<TMessage> ReceiveAsync(CancellationToken cancellationToken = default) => Socket.ReceiveAsync("a message", cancellationToken);

    /// <summary>Receives the next message, which is to be that of an id.</summary>
    /// <typeparam name="TId">The codec's enumeration of messages.</typeparam>
    /// <param name="id">The id, such as <c>HelloMsg.MessageId.Hello</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ArgumentException">The id is another protocol's.</exception>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public Task<TMessage> ExpectAsync<TId>(TId id, CancellationToken cancellationToken = default)
        where TId : struct, Enum
        => Socket.ExpectAsync(id, cancellationToken);

    /// <summary>Receives the next message, which is to be equal to one.</summary>
    /// <param name="expected">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public Task<TMessage> ExpectAsync(TMessage expected, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return Socket.ExpectAsync(expected, cancellationToken);
    }

    /// <summary>Has the client settle, and checks that it has sent nothing more.</summary>
    /// <exception cref="TestFailedException">A message came.</exception>
    public Task ExpectNothingAsync() => Socket.ExpectNothingAsync();

    /// <summary>Completes when the client has done all that it was sent, and all that is due. The client has started.</summary>
    public Task SettleAsync() => _environment.SettleAsync();

    /// <summary>
    /// Has the client settle, and then advances its clock from one of its timers to the next, settling at each, until the time has passed.
    /// The client has started.
    /// </summary>
    /// <param name="time">How far.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is less than zero.</exception>
    public Task AdvanceAsync(TimeSpan time) => _environment.AdvanceAsync(time);

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private TestSocket<TMessage> Socket => _socket ?? throw new InvalidOperationException("The server has stopped.");

    private RoutingId Client => Socket.LastSender.IsEmpty ? throw new InvalidOperationException("No client has sent anything to answer to.") : Socket.LastSender;
}
