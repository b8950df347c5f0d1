namespace ZProto;

/// <summary>The options of a server, with the limits for its peers. Set them before the server starts; a change after that throws.</summary>
public sealed class ServerOptions : EngineOptions
{
    private int _maxClients = 100_000;
    private int _maxKeptMessagesPerClient = 1_000;
    private long _maxKeptBytesPerClient = 1024 * 1024;
    private long _maxKeptBytes = 64 * 1024 * 1024;
    private SendQueueFullMode _sendQueueFullMode;

    /// <summary>The most clients at a time; messages of further peers are dropped, counted and logged. Default 100,000; 0 for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public int MaxClients
    {
        get => _maxClients;
        set => SetLimit(ref _maxClients, value);
    }

    /// <summary>Messages that may wait for a state of one client; one more ends the client. Default 1,000; 0 for any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public int MaxKeptMessagesPerClient
    {
        get => _maxKeptMessagesPerClient;
        set => SetLimit(ref _maxKeptMessagesPerClient, value);
    }

    /// <summary>
    /// Bytes of memory for messages that wait for a state of one client; more end the client. A single message may take more. Default 1
    /// MiB; 0 for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public long MaxKeptBytesPerClient
    {
        get => _maxKeptBytesPerClient;
        set => SetLimit(ref _maxKeptBytesPerClient, value);
    }

    /// <summary>
    /// Bytes of memory for messages that wait for states of all clients together; if they take more, the client that keeps most is
    /// ended. Default 64 MiB; 0 for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public long MaxKeptBytes
    {
        get => _maxKeptBytes;
        set => SetLimit(ref _maxKeptBytes, value);
    }

    /// <summary>
    /// What happens when the queue to a message's peer is full. Default <see cref="SendQueueFullMode.EndClient"/>. If the server has an
    /// <c>OnSendFailed</c>, that decides instead.
    /// </summary>
    /// <exception cref="InvalidOperationException">The server has started.</exception>
    public SendQueueFullMode SendQueueFullMode
    {
        get => _sendQueueFullMode;
        set => Set(ref _sendQueueFullMode, value);
    }
}
