using Majordomo;
using ZProto.Transports;

try
{
    CommandLine line = CommandLine.Parse(args);
    var parts = new SeparateProcesses(line);
    await (line.Part switch
    {
        "broker" => parts.RunBrokerAsync(),
        "worker" => parts.RunWorkerAsync(),
        "client" => parts.RunClientAsync(),
        _ => new Demo(line.Transport, line.Endpoint).RunAsync(),
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
