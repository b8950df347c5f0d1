using ZProto.Transports;

namespace ZProto;

/// <summary>The options of a client. Set them before the client starts; a change after that throws.</summary>
public sealed class ClientOptions : EngineOptions
{
    private TimeSpan _callTimeout = TimeSpan.FromSeconds(30);
    private TimeSpan _disposeTimeout = TimeSpan.FromSeconds(5);
    private int _outboxLimit = 1_000;
    private int _receiveLimit = 10_000;
    private ReceiveQueueFullMode _whenReceiveQueueIsFull;

    /// <summary>
    /// How long a call may take before it fails with a <see cref="TimeoutException"/>; <see cref="Timeout.InfiniteTimeSpan"/> for no
    /// limit. Default 30 seconds. A method's <c>timeout</c> in the model overrides it. Immediate methods have no time-out, since what
    /// they wait for may never come.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero, and not infinite.</exception>
    /// <exception cref="InvalidOperationException">The client has started.</exception>
    public TimeSpan CallTimeout
    {
        get => _callTimeout;
        set => SetTimeout(ref _callTimeout, value);
    }

    /// <summary>How long the end of the client may wait for what is still to be sent, and for the model's <c>destructor</c>. Default 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The client has started.</exception>
    public TimeSpan DisposeTimeout
    {
        get => _disposeTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            Set(ref _disposeTimeout, value);
        }
    }

    /// <summary>
    /// Messages that wait in the client until its DEALER takes them; one more makes the caller wait. Default 1,000. The DEALER itself
    /// holds as many again, unless <see cref="Transports.SocketOptions.SendHighWatermark"/> is lower.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    /// <exception cref="InvalidOperationException">The client has started.</exception>
    public int SendQueueCapacity
    {
        get => _outboxLimit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, 0);
            Set(ref _outboxLimit, value);
        }
    }

    /// <summary>Messages that wait in the client until they are received from it. Default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    /// <exception cref="InvalidOperationException">The client has started.</exception>
    public int ReceiveQueueCapacity
    {
        get => _receiveLimit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, 0);
            Set(ref _receiveLimit, value);
        }
    }

    /// <summary>What happens when <see cref="ReceiveQueueCapacity"/> messages wait. Default <see cref="ReceiveQueueFullMode.Wait"/>.</summary>
    /// <exception cref="InvalidOperationException">The client has started.</exception>
    public ReceiveQueueFullMode ReceiveQueueFullMode
    {
        get => _whenReceiveQueueIsFull;
        set => Set(ref _whenReceiveQueueIsFull, value);
    }
}
