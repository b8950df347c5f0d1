namespace BinaryStar;

public sealed partial class CounterClient
{
    private string _current = "", _other = "";
    private ulong _last;
    private bool _isUnanswered;

    private partial void ConnectToPrimary()
    {
        (_current, _other) = (Args.Primary, Args.Backup);
        Dealer.Connect(_current);
    }

    private partial void SignalOpen() => ReplyOpened();

    private partial void TurnIfUnanswered()
    {
        if (_isUnanswered)
        {
            Dealer.Disconnect(_current);
            (_current, _other) = (_other, _current);
            Dealer.Connect(_current);
        }
        _isUnanswered = true;
    }

    private partial void SayWhatWasSeen() => Message.Number = _last;

    private partial void GiveTheNumber()
    {
        _isUnanswered = false;
        _last = Message.Number;
        ReplyNumber(_last);
    }
}
