using ZProto.Transports.InProcess;

namespace ZProto.Testing.Simulated;

/// <summary>What is on its way to one end of a connection, in order.</summary>
internal sealed class Link(InProcessPipe end)
{
    private readonly List<Item> _items = [];
    private long _lastDue;

    public InProcessPipe End => end;

    /// <summary>How many steps found that nothing comes through.</summary>
    public int HeldBack { get; set; }

    /// <summary>Sends something on its way.</summary>
    /// <returns>When it comes.</returns>
    public long Add(InProcessSignals signals, CarriedMessage? message, long due)
    {
        _lastDue = Math.Max(_lastDue, due);
        _items.Add(new Item(signals, message, _lastDue));
        return _lastDue;
    }

    /// <summary>Takes the next that is due.</summary>
    public bool TryTake(long now, out InProcessSignals signals, out CarriedMessage? message)
    {
        (signals, message) = (InProcessSignals.None, null);
        if (_items.Count == 0 || _items[0].Due > now)
            return false;
        (signals, message, _) = _items[0];
        _items.RemoveAt(0);
        return true;
    }

    /// <summary>Loses the latest messages, as many as is drawn.</summary>
    public IReadOnlyList<CarriedMessage> LoseSome(Random random)
    {
        int messages = _items.Count - 1 - _items.FindLastIndex(item => item.Message is null);
        int lost = random.Next(messages + 1);
        List<CarriedMessage> gone = [];
        for (; lost > 0; lost--)
        {
            gone.Add(_items[^1].Message!);
            _items.RemoveAt(_items.Count - 1);
            end.LoseLast();
        }
        return gone;
    }

    private readonly record struct Item(InProcessSignals Signals, CarriedMessage? Message, long Due);
}
