using ZProto;
using ZProto.Transports;
using ZyreChat;

try
{
    CommandLine line = CommandLine.Parse(args);
    await (line.Name is null ? Demo.RunAsync(line with { IsLocal = true }) : ConsoleChat.RunAsync(line));
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{CommandLine.Usage}");
    return 2;
}
catch (Exception exception) when (exception is TransportException or TimeoutException or ZProtoException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
