using BinaryStar;
using ZProto.Transports;

try
{
    CommandLine line = CommandLine.Parse(args);
    switch (line.Part)
    {
        case "primary":
            return await SeparateProcesses.ServeAsync(line, Role.Primary);
        case "backup":
            return await SeparateProcesses.ServeAsync(line, Role.Backup);
        case "client":
            await SeparateProcesses.AskAsync(line);
            return 0;
        default:
            await Demo.RunAsync(Console.Out);
            return 0;
    }
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
