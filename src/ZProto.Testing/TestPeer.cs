namespace ZProto.Testing;

/// <summary>
/// A client of a <see cref="TestServer{TMessage, TClient}"/>, or a peer of a <see cref="TestMesh{TMessage, TPeer}"/>, that the test plays.
/// Disposing it ends its connection.
/// </summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public class TestPeer<TMessage> : IDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly TestSocket<TMessage> _receiver;
    private readonly TestSocket<TMessage> _sender;
    private bool _isDisposed;

    /// <param name="receiver">The socket that it receives by.</param>
    /// <param name="sender">The socket that it sends by, which may be the same: by a ROUTER, to whoever it has received from last.</param>
    internal TestPeer(TestSocket<TMessage> receiver, TestSocket<TMessage> sender)
    {
        _receiver = receiver;
        _sender = sender;
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    /// <exception cref="TestFailedException">It could not be sent: the queue is full, or, to a mesh in client mode, nothing has come to answer to.</exception>
    public void Send(TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _sender.Send(_sender.LastSender.Span, message);
    }

    /// <summary>Sends frames, which need not be a message of the protocol.</summary>
    /// <param name="frames">The frames.</param>
    /// <exception cref="TestFailedException">It could not be sent: the queue is full, or, to a mesh in client mode, nothing has come to answer to.</exception>
    public void SendFrames(params byte[][] frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        _sender.Send(_sender.LastSender.Span, frames);
    }

    /// <summary>Receives the next message.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TestFailedException">None came in <see cref="TestEngine.Patience"/>, or what came is malformed.</exception>
    public Task<TMessage> ReceiveAsync(CancellationToken cancellationToken = default) => _receiver.ReceiveAsync("a message", cancellationToken);

    /// <summary>Receives the next message, which is to be that of an id.</summary>
    /// <typeparam name="TId">The codec's enumeration of messages.</typeparam>
    /// <param name="id">The id, such as <c>JobsMsg.MessageId.Accepted</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ArgumentException">The id is another protocol's.</exception>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public Task<TMessage> ExpectAsync<TId>(TId id, CancellationToken cancellationToken = default)
        where TId : struct, Enum
        => _receiver.ExpectAsync(id, cancellationToken);

    /// <summary>Receives the next message, which is to be equal to one.</summary>
    /// <param name="expected">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TestFailedException">Another came, or none.</exception>
    public Task<TMessage> ExpectAsync(TMessage expected, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        return _receiver.ExpectAsync(expected, cancellationToken);
    }

    /// <summary>Has the engine settle, and checks that it has sent nothing more.</summary>
    /// <exception cref="TestFailedException">A message came.</exception>
    public Task ExpectNothingAsync() => _receiver.ExpectNothingAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _receiver.Dispose();
        if (_sender != _receiver)
            _sender.Dispose();
        GC.SuppressFinalize(this);
    }
}
