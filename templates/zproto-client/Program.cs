using MyNamespace;

await using var server = new GreeterServer();
string endpoint = await server.BindAsync("tcp://127.0.0.1:5670");

await using var client = new GreeterClient();
await client.OpenAsync(endpoint);
Console.WriteLine(await client.GreetAsync("Ada"));
Console.WriteLine(await client.GreetAsync("Grace"));
