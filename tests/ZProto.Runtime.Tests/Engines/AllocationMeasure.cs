namespace ZProto.Runtime.Tests.Engines;

/// <summary>
/// Bytes allocated on the thread that counts. A round trip with a collection in it says nothing, since that counts what is left
/// of the thread's allocation context as allocated; another is measured in its place.
/// </summary>
internal sealed class AllocationMeasure
{
    private const int WarmUp = 2_000;
    private const int RoundTrips = 1_000;
    private const int MaxSeries = 5;

    private readonly TaskCompletionSource<long> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _warm;
    private int _measured;
    private int _collections;
    private long _before;
    private long _sum;
    private int _series;

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
                EndSeries();
        }
        _collections = collections;
        _before = allocated;
    }

    // What is made once is not a round trip's: that would be in every series.
    private void EndSeries()
    {
        if (_sum == 0 || ++_series == MaxSeries)
            _result.TrySetResult(_sum);
        _measured = 0;
        _sum = 0;
    }
}
