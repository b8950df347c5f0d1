using Hello;
using ZProto;
using ZProto.Transports;

try
{
    // Without arguments, server and client run in this process. "server" and "client" run them in separate processes.
    CommandLine line = CommandLine.Parse(args);
    Console.WriteLine($"transport: {line.Transport.Name}");
    await (line.Part switch
    {
        "server" => SeparateProcesses.RunServerAsync(line.Transport, line.Endpoint),
        "client" => SeparateProcesses.RunClientAsync(line.Transport, line.Endpoint),
        _ => Demo.RunAsync(line.Transport, line.Endpoint),
    });
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (Exception exception) when (exception is TransportException or ClientClosedException)
{
    Console.Error.WriteLine(exception.InnerException?.Message ?? exception.Message);
    return 1;
}
