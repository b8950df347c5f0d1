using Microsoft.Data.Sqlite;
using Titanic;
using ZProto;
using ZProto.Transports;

try
{
    CommandLine line = CommandLine.Parse(args);
    if (line.IsDemo)
        await Demo.RunAsync();
    else
        await RunTitanicAsync(line);
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (Exception exception) when (exception is SqliteException or TransportException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static async Task RunTitanicAsync(CommandLine line)
{
    var stop = new TaskCompletionSource();
    Console.CancelKeyPress += (_, key) =>
    {
        key.Cancel = true;
        stop.TrySetResult();
    };
    await using var titanic = new RunningTitanic(new SocketsTransport(), line.Endpoint, new TitanicStore(line.Store), line.Heartbeat);
    Console.WriteLine($"titanic: at {line.Endpoint}, stores in {line.Store}; Ctrl+C ends it");
    await await Task.WhenAny(stop.Task, titanic.Completion);
}
