using Hello;
using ZProto;
using ZProto.Transport;

try
{
    // Without arguments, server and client run in this process. "server" and "client" run the halves, in two processes.
    CommandLine line = CommandLine.Parse(args);
    Console.WriteLine($"transport: {line.Transport.Name}");
    await (line.Part switch
    {
        "server" => Halves.RunServerAsync(line.Transport, line.Endpoint),
        "client" => Halves.RunClientAsync(line.Transport, line.Endpoint),
        _ => Demo.RunAsync(line.Transport, line.Endpoint),
    });
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (Exception exception) when (exception is TransportException or ZProtoClosedException)
{
    Console.Error.WriteLine(exception.InnerException?.Message ?? exception.Message);
    return 1;
}
