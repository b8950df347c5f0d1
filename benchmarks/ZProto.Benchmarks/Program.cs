using BenchmarkDotNet.Running;
using ZProto.Benchmarks;

if (args is ["ratios"])
    Ratios.Run();
else
    BenchmarkSwitcher.FromAssembly(typeof(CodecBenchmarks).Assembly).Run(args);
