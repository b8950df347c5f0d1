using MyNamespace;

await using var ada = new GreeterMesh("Ada") { HeartbeatInterval = TimeSpan.FromSeconds(10) };
await using var grace = new GreeterMesh("Grace") { HeartbeatInterval = TimeSpan.FromSeconds(10) };
string endpoint = await ada.BindAsync("tcp://127.0.0.1:5670");
await grace.BindAsync("tcp://127.0.0.1:5671");

// One side is told of the other; a greeting does the rest.
await grace.InvokeAsync(() => grace.AddPeer(ada.Options.Key, endpoint));
Console.WriteLine(await ada.Heard.ReadAsync());
Console.WriteLine(await grace.Heard.ReadAsync());

await ada.SpeakAsync("Good morning!");
Console.WriteLine(await grace.Heard.ReadAsync());
