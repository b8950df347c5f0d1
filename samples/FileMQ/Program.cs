using FileMQ;
using ZProto;
using ZProto.Transports;

try
{
    CommandLine line = CommandLine.Parse(args);
    await (line.Command == "demo" ? Demo.RunAsync(line.Transport, line.Endpoint) : SeparateProcesses.RunAsync(line));
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (Exception exception) when (exception is TransportException or ClientClosedException or ArgumentException or IOException)
{
    Console.Error.WriteLine(exception.InnerException?.Message ?? exception.Message);
    return 1;
}
