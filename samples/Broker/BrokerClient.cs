using ZProto.Transports;

namespace Broker;

public partial class BrokerClient
{
    private readonly Guid _instance = Guid.NewGuid();
    private readonly Dictionary<string, string> _subscriptions = [];
    private readonly Dictionary<string, string> _offers = [];
    private uint _session;
    private uint _received;

    /// <summary>How often the broker hears of the client. Default three seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the broker may be silent before the client takes it for lost. Default ten seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many publications may be on their way to the client; more wait in the broker. Default 1,000.</summary>
    public uint Window { get; init; } = 1_000;

    /// <summary>The password of the user whose name is the address; null for a broker that asks for none.</summary>
    public string? Password { get; init; }

    private partial void Connect()
    {
        if (Password is not null)
            Dealer.Security = new SocketSecurity.PlainClient(Args.Address, Password);
        SetHeartbeat(Heartbeat);
        SetExpiry(Patience);
        Dealer.Connect(Args.Endpoint);
    }

    private partial void StartOver()
    {
        while (ReplyFailure("The broker was lost before it answered; whether it is done is not known."))
        {
        }
        SetConnected(false);
        _received = 0;
        Message.SetOpen(Args.Address, _instance, ++_session, Window, _subscriptions, _offers);
    }

    // An answer to what an earlier session has sent says nothing about this one.
    private partial void CheckTheSession()
    {
        if (Message.Session != _session)
            SetException(Event.Outdated);
    }

    private partial void SignalConnected()
    {
        SetConnected(true);
        ReplyConnected();
    }

    private partial void SignalSuccess() => ReplySuccess();

    private partial void SignalFailure() => ReplyFailure(Message.Reason);

    private partial void SignalClosed() => ReplyClosed();

    private partial void GiveUp()
        => throw new InvalidOperationException(Message.Reason.Length > 0 ? Message.Reason : "Another client has taken the address.");

    // All that any call has: each message takes the fields that it carries.
    private partial void TakeTheArguments()
    {
        Message.Stream = Args.Stream;
        Message.Service = Args.Service;
        Message.Pattern = Args.Pattern;
        Message.Recipient = Args.Recipient;
        Message.Subject = Args.Subject;
        Message.Tracker = Args.Tracker;
        Message.Content = Args.Content.Span;
    }

    private partial void RememberTheSubscription() => _subscriptions[Message.Stream] = Message.Pattern;

    private partial void ForgetTheSubscription() => _subscriptions.Remove(Message.Stream);

    private partial void RememberTheOffer() => _offers[Message.Service] = Message.Pattern;

    private partial void ForgetTheOffer() => _offers.Remove(Message.Service);

    // While the program does not take what it has, the socket is not read, and no credit is granted.
    private partial void HandOn()
    {
        Deliver();
        if (++_received * 2 >= Window)
            SetNextEvent(Event.CreditDue);
    }

    private partial void StateTheCredit() => (Message.Amount, _received) = (_received, 0);

    private partial void StateTheSession() => Message.Session = _session;
}
