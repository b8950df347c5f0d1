using System.Net;
using System.Net.Sockets;
using System.Text;
using ZProto.Transports;

namespace Clone;

/// <summary>A pair of servers and two clients in one process. The primary dies, and comes back.</summary>
internal static class Demo
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(ITransport transport)
    {
        ServerAddress primary = FreeAddress(), backup = FreeAddress();
        await using CloneNode second = Create(Role.Backup, backup, primary);
        CloneNode first = Create(Role.Primary, primary, backup);
        await using CloneClient ada = Connect("ada", ""), bob = Connect("bob", "/prices/");
        try
        {
            Console.WriteLine("Two servers start, and two clients: ada wants all, bob what is in /prices/.");
            await Task.WhenAll(first.StartAsync(), second.StartAsync(), ada.OpenAsync(), bob.OpenAsync());
            await Task.WhenAll(ada.Synchronized, bob.Synchronized);

            Console.WriteLine("\nEach can change what it likes, and what it has set for 2 seconds goes by itself.");
            await SetAsync("/prices/tea", "3", 0, ada, bob);
            await SetAsync("/staff/eve", "is here", 2, ada);
            await WaitAsync(ada, "/staff/eve", null);

            Console.WriteLine("\nThe primary dies, and the price changes before anyone knows.");
            await first.DisposeAsync();
            await SetAsync("/prices/tea", "4", 0, ada, bob);

            Console.WriteLine("\nIt comes back, follows the backup, and has all there is.");
            first = Create(Role.Primary, primary, backup);
            await first.StartAsync();
            while (await first.Server.InvokeAsync(() => first.Server.Values.Count) == 0)
                await Task.Delay(s_moment);
        }
        finally
        {
            await first.DisposeAsync();
        }

        CloneNode Create(Role role, ServerAddress own, ServerAddress peer)
            => new(transport, role, own, peer, changed: state => Console.WriteLine($"{role}: {state}"));

        CloneClient Connect(string name, string subtree) => new(subtree, primary, backup)
        {
            Options = { Transport = transport },
            Replaced = server => Console.WriteLine($"{name}: has a snapshot of the {(server == primary ? Role.Primary : Role.Backup)}"),
            Changed = (key, value) => Console.WriteLine(value is null ? $"{name}: {key} is deleted" : $"{name}: {key} = {Encoding.UTF8.GetString(value)}"),
        };

        async Task SetAsync(string key, string value, uint ttl, params CloneClient[] clients)
        {
            await ada.SetAsync(key, Encoding.UTF8.GetBytes(value), ttl);
            foreach (CloneClient client in clients)
                await WaitAsync(client, key, value);
        }
    }

    private static async Task WaitAsync(CloneClient client, string key, string? value)
    {
        while (await client.GetAsync(key) is var now && (now is null ? null : Encoding.UTF8.GetString(now)) != value)
            await Task.Delay(s_moment);
    }

    private static ServerAddress FreeAddress()
    {
        string[] endpoints = new string[4];
        for (int i = 0; i < endpoints.Length; i++)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            endpoints[i] = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        }
        return new ServerAddress(endpoints[0], endpoints[1], endpoints[2], endpoints[3]);
    }
}
