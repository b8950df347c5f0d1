namespace Steady;

internal sealed partial class SteadyClient
{
    // The numbers of the open questions, oldest first, as their calls are.
    private readonly Queue<uint> _open = new();
    private uint _last;

    private partial void ConnectToServer()
    {
        SetHeartbeat(TimeSpan.FromMilliseconds(Args.Heartbeat));
        SetExpiry(TimeSpan.FromMilliseconds(Args.Expiry));
        Dealer.Connect(Args.Endpoint);
    }

    private partial void SignalKnown()
    {
        SetConnected(true);
        ReplySuccess();
    }

    private partial void NumberTheQuestion()
    {
        Message.Sequence = ++_last;
        Message.Text = Args.Text;
        _open.Enqueue(_last);
    }

    private partial void MatchTheAnswer()
    {
        // Of a question that was given up as lost there may still come an answer.
        if (!_open.TryPeek(out uint oldest) || Message.Sequence != oldest)
            return;
        _open.Dequeue();
        ReplyAnswer(Message.Text);
    }

    private partial void FailOpenQuestions()
    {
        SetConnected(false);
        _open.Clear();
        while (ReplyFailure())
        {
        }
    }

    private partial void SignalEnded() => ReplySuccess();
}
