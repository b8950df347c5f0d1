using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace ZProto.Benchmarks;

/// <summary>
/// The codec beside its peer where others use the machine too: short turns, each benchmark in every round, and of each the median.
/// BenchmarkDotNet runs one benchmark after the other, so that what else runs falls on one of them.
/// </summary>
internal static class Ratios
{
    private const int WarmUpTurns = 100;
    private const int Turns = 101;
    private const int Operations = 100_000;

    public static void Run()
    {
        var benchmarks = new CodecBenchmarks();
        foreach (IGrouping<string, MethodInfo> category in typeof(CodecBenchmarks).GetMethods().Where(IsBenchmark).GroupBy(Category))
        {
            Entry[] entries = [.. category.OrderByDescending(IsBaseline).Select(method => new Entry(method.Name, Loop(benchmarks, method)))];
            for (int i = 0; i < WarmUpTurns; i++)
                Array.ForEach(entries, entry => Turn(entry));
            for (int i = 0; i < Turns; i++)
                Array.ForEach(entries, entry => entry.Times.Add(Turn(entry)));
            foreach (Entry entry in entries)
            {
                double ratio = Median(entry.Times.Zip(entries[0].Times, (time, baseline) => baseline / time));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{category.Key,-18} {entry.Name,-31} {Median(entry.Times),6:F1} ns {ratio,5:F2} {entry.Allocated,4} B"));
            }
        }
    }

    private static double Turn(Entry entry)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        entry.Loop();
        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Operations;
        entry.Allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Operations;
        return time;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Turns / 2);

    private static bool IsBenchmark(MethodInfo method) => method.IsDefined(typeof(BenchmarkAttribute));

    private static bool IsBaseline(MethodInfo method) => method.GetCustomAttribute<BenchmarkAttribute>()!.Baseline;

    private static string Category(MethodInfo method) => method.GetCustomAttribute<BenchmarkCategoryAttribute>()!.Categories[0];

    private static Action Loop(CodecBenchmarks benchmarks, MethodInfo method)
        => method.ReturnType == typeof(int) ? Loop(method.CreateDelegate<Func<int>>(benchmarks)) : Loop(method.CreateDelegate<Func<object>>(benchmarks));

    private static Action Loop<T>(Func<T> operation) => () =>
    {
        for (int i = 0; i < Operations; i++)
            operation();
    };

    private sealed record Entry(string Name, Action Loop)
    {
        public List<double> Times { get; } = [];

        public long Allocated { get; set; }
    }
}
