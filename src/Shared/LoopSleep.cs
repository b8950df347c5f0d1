namespace ZProto.Shared;

/// <summary>When a polling loop sleeps, and how other threads wake it: its wake-up is signalled only for a loop that sleeps or is about to.</summary>
/// <remarks>
/// <para><see cref="_state"/> says how the loop is:</para>
/// <list type="bullet">
/// <item>Awake: the loop is at work, and no wake has come since its last wait.</item>
/// <item>Woken: a wake has come; the next wait returns at once.</item>
/// <item>Asleep: the loop is in its poll, or has made up its mind to go there.</item>
/// </list>
/// <para>
/// No wake is lost. Every change of the state is one interlocked operation, so that all of them, of all threads, have one order.
/// <see cref="Wake"/> exchanges it for Woken; look at what the loop does next in that order. If the state was Awake or Woken, that is
/// either the compare-exchange that opens a wait, which then finds Woken and returns, or the exchange that closes one, which returns
/// too. If it was Asleep, the waker signals, and the loop's poll, under way or about to start, returns because of it: nothing but this
/// loop takes the signal away, and it does so only after the exchange that closes its wait. Each of these is a full fence, so what the
/// waker wrote before <see cref="Wake"/> is seen by the loop after that wait.
/// </para>
/// <para>
/// A signal may come late, after the wait that it was meant for has ended for another reason; it then ends a later wait, once,
/// without cause. That wait's own wakes cannot go with it: the signal is taken away only after the exchange that closes the wait, and
/// whoever signalled before that found the state Asleep and so came before this return.
/// </para>
/// </remarks>
internal sealed class LoopSleep(WakeUp wakeUp)
{
    private const int Awake = 0;
    private const int Woken = 1;
    private const int Asleep = 2;

    private int _state = Awake;

    /// <summary>Opens a wait.</summary>
    /// <returns>Whether the loop may sleep; else a wake has come. <see cref="End"/> closes the wait either way.</returns>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Asleep, Awake) == Awake;

    /// <summary>Closes a wait.</summary>
    public void End() => Interlocked.Exchange(ref _state, Awake);

    /// <summary>Ends the wait under way, or the next. From any thread.</summary>
    public void Wake()
    {
        // Always an exchange: a mere look that finds Woken would let the caller's own writes be seen after the wait.
        if (Interlocked.Exchange(ref _state, Woken) == Asleep)
            wakeUp.Signal();
    }
}
