using Pirates;
using ZProto;
using ZProto.Transports;

// Slow with the fourth request, a crash with the fifth: what the Guide shows.
const int TypicalSeed = 42;

try
{
    CommandLine line = CommandLine.Parse(args);
    if (line.Part is "" or "lazy")
    {
        await using var loop = new EventLoop(new InProcessTransport());
        await new LazyDemo(loop, Console.Out).RunAsync("inproc://lazy", line.Seed ?? TypicalSeed);
    }
    if (line.Part is "" or "paranoid")
        await new ParanoidDemo(new SocketsTransport(), Console.Out).RunAsync("tcp://127.0.0.1:*", line.Seed ?? TypicalSeed);
    if (line.Part is not ("" or "lazy" or "paranoid"))
        await new SeparateProcesses(line).RunAsync();
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (TransportException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
