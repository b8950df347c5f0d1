namespace ZProto.Testing;

/// <summary>A client of a <see cref="TestServer{TMessage, TClient}"/> that the test plays. Disposing it ends its connection.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public sealed class TestPeer<TMessage> : IDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly TestSocket<TMessage> _socket;
    private bool _isDisposed;

    internal TestPeer(TestSocket<TMessage> socket) => _socket = socket;

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    /// <exception cref="TestFailedException">The queue to the server is full.</exception>
    public void Send(TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _socket.Send(default, message);
    }

    /// <summary>Sends frames, which need not be a message of the protocol.</summary>
    /// <param name="frames">The frames.</param>
    /// <exception cref="TestFailedException">The queue to the server is full.</exception>
    public void SendFrames(params byte[][] frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        _socket.Send(default, frames);
    }

    /// <summary>Receives the next message.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TestFailedException">None came in the test server's <c>Patience</c>, or what came is malformed.</exception>
    public Task<TMessage> ReceiveAsync(CancellationToken cancellationToken = default) => _socket.ReceiveAsync("a message", cancellationToken);

    /// <summary>Receives the next message, which is to be that of an id.</summary>
    /// <typeparam name="TId">The codec's enumeration of messages.</typeparam>
    /// <param name="id">The id, such as <c>JobsMsg.MessageId.Accepted</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ArgumentException">The id is another protocol's.</exception>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public Task<TMessage> ExpectAsync<TId>(TId id, CancellationToken cancellationToken = default)
        where TId : struct, Enum
        => _socket.ExpectAsync(id, cancellationToken);

    /// <summary>Receives the next message, which is to be equal to one.</summary>
    /// <param name="expected">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public Task<TMessage> ExpectAsync(TMessage expected, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return _socket.ExpectAsync(expected, cancellationToken);
    }

    /// <summary>Has the server settle, and checks that it has sent nothing more.</summary>
    /// <exception cref="TestFailedException">A message came.</exception>
    public Task ExpectNothingAsync() => _socket.ExpectNothingAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _socket.Dispose();
    }
}
