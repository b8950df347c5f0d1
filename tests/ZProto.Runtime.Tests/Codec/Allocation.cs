namespace ZProto.Runtime.Tests.Codec;

/// <summary>How many bytes of managed memory something takes.</summary>
internal static class Allocation
{
    private const int WarmUp = 100;
    private const int Iterations = 1_000;

    /// <summary>Asserts that an action allocates nothing once it has run a few times.</summary>
    public static void AssertNone(Action action)
    {
        for (int i = 0; i < WarmUp; i++)
            action();
        Assert.Equal(0, Of(() =>
        {
            for (int i = 0; i < Iterations; i++)
                action();
        }));
    }

    /// <summary>What an action allocates.</summary>
    public static long Of(Action action) => Of(() => true, _ => action());

    /// <summary>What an action allocates on what was made for it.</summary>
    /// <remarks>
    /// A collection, which any thread can cause, takes what is left of this thread's allocation context and counts it as
    /// allocated. A measurement with one in it says nothing, and is made again.
    /// </remarks>
    public static long Of<TSubject>(Func<TSubject> make, Action<TSubject> action)
    {
        while (true)
        {
            TSubject subject = make();
            int collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            action(subject);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(0) == collections)
                return allocated;
        }
    }
}
