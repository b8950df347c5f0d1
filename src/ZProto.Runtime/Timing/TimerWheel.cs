using System.Numerics;

namespace ZProto.Timing;

/// <summary>
/// The timers of a loop: arming, ending and firing one take the same time however many there are. Four wheels of 256 slots each:
/// a slot of the first is a millisecond, one of the next is a turn of the one before, and its timers come down when it is reached.
/// </summary>
/// <remarks>Source: G. Varghese and A. Lauck, "Hashed and Hierarchical Timing Wheels", 1987.</remarks>
internal sealed class TimerWheel
{
    public const int NoSlot = -1;

    private const int Levels = 4;
    private const int Bits = 8;
    private const int Slots = 1 << Bits;
    private const int Mask = Slots - 1;
    private const int WordBits = 64;
    private const int Words = Slots / WordBits;

    // Of each slot the first timer; the first's Previous is the last. Of each level the slots that hold any, as bits.
    private readonly LoopTimer?[] _first = new LoopTimer?[Levels * Slots];
    private readonly ulong[] _taken = new ulong[Levels * Words];
    private long _now;

    // Where the advance that is at work ends.
    private long _end;

    public TimerWheel(long now) => _now = _end = now;

    /// <summary>How many timers are armed.</summary>
    public int Count { get; private set; }

    /// <summary>Arms a timer, or arms it again. What is due already fires at the next advance.</summary>
    public void Arm(LoopTimer timer, long due)
    {
        Cancel(timer);
        // Not within an advance that is at work: what arms itself for a time past would fire at each millisecond of it.
        timer.Due = Math.Max(due, _end + 1);
        Insert(timer);
        Count++;
    }

    /// <summary>Ends a timer that is armed; does nothing to one that is not.</summary>
    public void Cancel(LoopTimer timer)
    {
        if (!timer.IsArmed)
            return;
        Remove(timer);
        Count--;
    }

    /// <summary>
    /// The earliest time at which something is to be done: a timer fires, or some come down a level. No timer fires before it;
    /// <see cref="long.MaxValue"/> without timers.
    /// </summary>
    public long NextStop()
    {
        long stop = long.MaxValue;
        if (Count == 0)
            return stop;
        for (int level = 0; level < Levels; level++)
        {
            int shift = level * Bits;
            long turn = _now >> shift;
            int distance = DistanceToTaken(level, (int)(turn & Mask));
            if (distance > 0)
                stop = Math.Min(stop, (turn + distance) << shift);
        }
        return stop;
    }

    /// <summary>Fires what is due up to a time, in order. Timers may be armed and ended in the meantime.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public bool Advance(long now)
    {
        bool hasStopped = false;
        _end = Math.Max(_now, now);
        while (NextStop() is var stop && stop <= now)
        {
            _now = stop;
            Cascade();
            FireSlot((int)(stop & Mask));
            hasStopped = true;
        }
        _now = _end;
        return hasStopped;
    }

    // A timer goes to the lowest wheel whose turn it is due in.
    private void Insert(LoopTimer timer)
    {
        long distance = timer.Due - _now;
        int level = 0;
        while (level < Levels - 1 && distance >= 1L << ((level + 1) * Bits))
            level++;
        // Beyond the last wheel's turn, 49 days, a timer waits in its farthest slot and is put in again when that is reached.
        long due = Math.Min(timer.Due, _now + (1L << (Levels * Bits)) - (1L << ((Levels - 1) * Bits)));
        Add(timer, (level * Slots) + (int)((due >> (level * Bits)) & Mask));
    }

    private void Add(LoopTimer timer, int slot)
    {
        timer.Slot = slot;
        timer.Next = null;
        if (_first[slot] is not { } first)
        {
            _first[slot] = timer;
            timer.Previous = timer;
            _taken[slot / WordBits] |= 1UL << (slot % WordBits);
            return;
        }
        timer.Previous = first.Previous;
        first.Previous!.Next = timer;
        first.Previous = timer;
    }

    private void Remove(LoopTimer timer)
    {
        int slot = timer.Slot;
        LoopTimer first = _first[slot]!;
        if (ReferenceEquals(first, timer))
        {
            _first[slot] = timer.Next;
            if (timer.Next is null)
                _taken[slot / WordBits] &= ~(1UL << (slot % WordBits));
            else
                timer.Next.Previous = timer.Previous;
        }
        else
        {
            timer.Previous!.Next = timer.Next;
            (timer.Next ?? first).Previous = timer.Previous;
        }
        timer.Previous = timer.Next = null;
        timer.Slot = NoSlot;
    }

    // At the start of a slot of a higher wheel its timers belong to a lower one.
    private void Cascade()
    {
        for (int level = Levels - 1; level > 0; level--)
        {
            int shift = level * Bits;
            if ((_now & ((1L << shift) - 1)) != 0)
                continue;
            int slot = (level * Slots) + (int)((_now >> shift) & Mask);
            LoopTimer? timer = _first[slot];
            _first[slot] = null;
            _taken[slot / WordBits] &= ~(1UL << (slot % WordBits));
            while (timer is not null)
            {
                LoopTimer? next = timer.Next;
                Insert(timer);
                timer = next;
            }
        }
    }

    private void FireSlot(int slot)
    {
        // Each is taken out before it fires, so that it can arm itself, or end another of the same slot.
        while (_first[slot] is { } timer && timer.Due <= _now)
        {
            Cancel(timer);
            timer.Fire();
        }
    }

    /// <summary>How many slots lie between one and the next that is taken, at most a whole turn; 0 if none is.</summary>
    private int DistanceToTaken(int level, int from)
    {
        int start = level * Words;
        for (int distance = 1; distance <= Slots;)
        {
            int slot = (from + distance) & Mask;
            ulong rest = _taken[start + (slot / WordBits)] >> (slot % WordBits);
            if (rest != 0)
            {
                int found = distance + BitOperations.TrailingZeroCount(rest);
                return found <= Slots ? found : 0;
            }
            distance += WordBits - (slot % WordBits);
        }
        return 0;
    }
}
