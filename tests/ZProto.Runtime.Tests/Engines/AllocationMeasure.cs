namespace ZProto.Runtime.Tests.Engines;

/// <summary>
/// Bytes allocated on the thread that counts. A round trip with a collection in it says nothing, since that counts what is left
/// of the thread's allocation context as allocated; another is measured in its place.
/// </summary>
internal sealed class AllocationMeasure
{
    private const int WarmUp = 2_000;
    private const int RoundTrips = 1_000;

    private readonly TaskCompletionSource<long> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _warm;
    private int _measured;
    private int _collections;
    private long _before;
    private long _sum;

    public Task<long> Result => _result.Task;

    public void Count()
    {
        int collections;
        long allocated;
        do
        {
            collections = GC.CollectionCount(0);
            allocated = GC.GetAllocatedBytesForCurrentThread();
        }
        while (collections != GC.CollectionCount(0));

        if (++_warm > WarmUp && collections == _collections)
        {
            _sum += allocated - _before;
            if (++_measured == RoundTrips)
                _result.TrySetResult(_sum);
        }
        _collections = collections;
        _before = allocated;
    }

    /// <summary>
    /// Waits on the other thread until so many round trips are counted. Who asks twice before it gives back what it has received has the
    /// transport make all the messages that a queue ever needs while it is warming up: in-process, one for what is held and one for the answer,
    /// of 128 bytes.
    /// </summary>
    public void WaitForCount(int count) => Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _warm) >= count, TimeSpan.FromMinutes(5)), "The round trips have stopped.");
}
