using LogCollector;
using Microsoft.Data.Sqlite;
using ZProto;
using ZProto.Transports;

try
{
    CommandLine line = CommandLine.Parse(args);
    await (line.Part switch
    {
        "collector" => SeparateProcesses.CollectAsync(line),
        "node" => SeparateProcesses.LogAsync(line),
        "replay" => SeparateProcesses.ReplayAsync(line),
        _ => Demo.RunAsync(line.Transport),
    });
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (Exception exception) when (exception is SqliteException or TransportException or TimeoutException or ReplyException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
