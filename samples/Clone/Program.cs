using Clone;
using ZProto.Transports;

try
{
    CommandLine line = CommandLine.Parse(args);
    await (line.Part switch
    {
        "demo" => Demo.RunAsync(line.Transport),
        "set" => SeparateProcesses.SetAsync(line),
        "watch" => SeparateProcesses.WatchAsync(line),
        "get" => SeparateProcesses.GetAsync(line),
        _ => SeparateProcesses.ServeAsync(line),
    });
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
