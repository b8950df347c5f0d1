using MyNamespace;
using ZProto.Transport;

// Within this process. On the network: LibZmqTransport (package ZProto.LibZmq) or NetMQTransport (package ZProto.NetMQ), and an
// endpoint such as "tcp://127.0.0.1:5670". Server and client are then as well two programs.
var transport = new InProcessTransport();
await using var server = new GreeterServer { Options = { Transport = transport } };
string endpoint = await server.BindAsync("inproc://greeter");

await using var client = new GreeterClient { Options = { Transport = transport } };
await client.OpenAsync(endpoint);
Console.WriteLine(await client.GreetAsync("Ada"));
Console.WriteLine(await client.GreetAsync("Grace"));
