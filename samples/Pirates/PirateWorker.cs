using ZProto;

namespace Pirates;

public sealed partial class PirateWorker
{
    private readonly FrameList _address = new();
    private TimeSpan _pause;

    /// <summary>How often the queue hears of the worker. Default one second.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many heartbeats of the queue may be missing before the worker takes it for dead. Default 3.</summary>
    public int Liveness { get; init; } = 3;

    /// <summary>How many heartbeats long the first pause before a new conversation is; each one after that is twice as long. Default 1.</summary>
    public int FirstPause { get; init; } = 1;

    /// <summary>How many heartbeats long the longest pause is. Default 32.</summary>
    public int LongestPause { get; init; } = 32;

    /// <summary>Answers requests until the worker ends or the token is cancelled. An exception of the handler ends it.</summary>
    /// <param name="handle">Makes the reply of the request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<FrameList, Task<FrameList>> handle, CancellationToken cancellationToken = default)
    {
        await foreach (Ppp request in ReceiveAllAsync(cancellationToken))
            await ReplyAsync(await handle(request.Body), cancellationToken);
    }

    private partial void Connect()
    {
        _pause = FirstPause * Heartbeat;
        SetHeartbeat(Heartbeat);
        Listen();
        Dealer.Connect(Args.Endpoint);
    }

    // Counts the queue's silence from now on.
    private partial void Listen() => SetExpiry(Liveness * Heartbeat);

    private partial void SignalOpen() => ReplyOpened();

    private partial void NoteThatTheQueueLives()
    {
        _pause = FirstPause * Heartbeat;
        SetConnected(true);
    }

    private partial void HandOver()
    {
        NoteThatTheQueueLives();
        _address.ReplaceWith(Message.Address);
        Deliver();
    }

    private partial void FillTheReply()
    {
        Message.Address.ReplaceWith(_address);
        Message.Body.ReplaceWith(Args.Body);
    }

    // On a new socket: what came on the old one is of a conversation that is over.
    private partial void StartOver()
    {
        if (IsConnected)
            SetConnected(false);
        else
            Dealer.Reconnect();
    }

    private partial void Pause()
    {
        SetTimer(_pause, Event.TryAgain);
        _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, (LongestPause * Heartbeat).Ticks));
    }
}
