using ZProto;

namespace Majordomo;

public partial class MdpWorker
{
    // The address of the client whose request is at work.
    private readonly FrameList _client = new();

    /// <summary>How often the broker hears of the worker. Default 2.5 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How long the broker may be silent before the worker takes it for lost. Default 7.5 seconds.</summary>
    public TimeSpan Liveness { get; init; } = TimeSpan.FromSeconds(7.5);

    /// <summary>How long the worker waits after a broker has sent it away. Default one second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Answers requests until the worker ends or the token is cancelled. An exception of the handler ends it.</summary>
    /// <param name="handle">Makes the reply's body of the request's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<FrameList, CancellationToken, ValueTask<FrameList>> handle, CancellationToken cancellationToken = default)
    {
        await foreach (Mdp request in ReceiveAllAsync(cancellationToken))
            await ReplyAsync(await handle(request.Body, cancellationToken), cancellationToken);
    }

    private partial void Connect()
    {
        SetHeartbeat(Heartbeat);
        SetExpiry(Liveness);
        Dealer.Connect(Args.Endpoint);
    }

    private partial void NameTheService() => Message.Service = Args.Service;

    private partial void SignalOpen() => ReplyOpened();

    private partial void SignalConnected() => SetConnected(true);

    private partial void HandOver()
    {
        SetConnected(true);
        _client.ReplaceWith(Message.Client);
        Deliver();
    }

    private partial void FillTheReply()
    {
        Message.Client.ReplaceWith(_client);
        Message.Body.ReplaceWith(Args.Body);
    }

    // On a new socket, as RFC 7 says: what the old one was asked is no longer answered.
    private partial void StartOver()
    {
        if (IsConnected)
            SetConnected(false);
        else
            Dealer.Reconnect();
    }

    private partial void TakeABreak() => SetTimer(Pause, Event.TryAgain);
}
