using Broker;

if (!Arguments.TryRead(args, out Arguments? arguments))
    return 1;
if (arguments.Command == "demo")
{
    await Demo.RunAsync(arguments.Transport, arguments.Endpoint);
    return 0;
}

await using var broker = new BrokerServer { Options = { Transport = arguments.Transport } };
arguments.Users?.Guard(broker.Options);
Console.WriteLine($"The broker is bound to {await broker.BindAsync(arguments.Endpoint)}. Ctrl+C ends it.");
var end = new TaskCompletionSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    end.TrySetResult();
};
await end.Task;
await broker.ShutDownAsync();
return 0;
