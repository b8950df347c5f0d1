using System.Text;
using ZProto.Transports;

namespace Broker;

/// <summary>A broker and some clients in one process, which say what they do.</summary>
internal static class Demo
{
    public static async Task RunAsync(ITransport transport, string endpoint)
    {
        await using var broker = new BrokerServer { Options = { Transport = transport } };
        await using var successor = new BrokerServer { Options = { Transport = transport } };
        endpoint = await broker.BindAsync(endpoint);
        Console.WriteLine($"The broker is bound to {endpoint}.");

        await using BrokerClient ada = await OpenAsync("ada");
        await using BrokerClient bob = await OpenAsync("bob");

        Console.WriteLine("\nStreams: ada reads what is about rome, and bob writes.");
        await ada.SubscribeAsync("weather", "^rome");
        try
        {
            await ada.SubscribeAsync("weather", "(rome");
        }
        catch (BrokerClient.FailureException refused)
        {
            Console.WriteLine($"  ada cannot read (rome: {refused.Reason}");
        }
        await bob.PublishAsync("weather", "paris.rain", Bytes("3 mm"));
        await bob.PublishAsync("weather", "rome.sun", Bytes("31 degrees"));
        await ShowAsync("ada", ada);

        Console.WriteLine("\nMailboxes: bob writes to eve, who is not there yet.");
        await bob.MailAsync("eve", "hello", "", Bytes("See you."));
        await using (BrokerClient eve = await OpenAsync("eve"))
            await eve.ConfirmAsync((await ShowAsync("eve", eve)).Number);

        Console.WriteLine("\nServices: two work for sums, ada asks, and the answer comes as a letter.");
        await using BrokerClient one = await OpenAsync("one");
        await using BrokerClient two = await OpenAsync("two");
        await one.OfferAsync("sums", "^add$");
        await two.OfferAsync("sums", "^add$");
        _ = WorkAsync("one", one);
        _ = WorkAsync("two", two);
        await AskAsync("2 3");
        await AskAsync("20 22");

        Console.WriteLine("\nThe broker ends, and another takes its place.");
        BrokerClient[] clients = [ada, bob, one, two];
        await broker.ShutDownAsync();
        while (clients.Any(client => client.IsConnected))
            await Task.Delay(10);
        await broker.DisposeAsync();
        await successor.BindAsync(endpoint);
        await Task.WhenAll(clients.Select(client => client.WaitForConnectionAsync()));
        Console.WriteLine("All are connected again, and are what they were:");
        await bob.PublishAsync("weather", "rome.clouds", Bytes("20 degrees"));
        await ShowAsync("ada", ada);
        await AskAsync("1 1");

        async Task<BrokerClient> OpenAsync(string address)
        {
            var client = new BrokerClient { Options = { Transport = transport }, Heartbeat = TimeSpan.FromMilliseconds(500) };
            return await client.OpenAsync(endpoint, address);
        }

        async Task AskAsync(string numbers)
        {
            Console.WriteLine($"  ada asks for {numbers}");
            await ada.RequestAsync("sums", "add", tracker: numbers, Bytes(numbers));
            await ada.ConfirmAsync((await ShowAsync("ada", ada)).Number);
        }
    }

    private static async Task WorkAsync(string name, BrokerClient worker)
    {
        await foreach (BrokerMsg job in worker.ReceiveAllAsync())
        {
            // It also hears when an answer is confirmed.
            if (job.Id != BrokerMsg.MessageId.Job)
                continue;
            int sum = Text(job).Split(' ').Sum(int.Parse);
            Console.WriteLine($"  {name} adds {Text(job)}");
            await worker.MailAsync(job.Sender, "sum", job.Tracker, Bytes($"{sum}"));
            await worker.ConfirmAsync(job.Number);
        }
    }

    private static async Task<BrokerMsg> ShowAsync(string name, BrokerClient client)
    {
        BrokerMsg message;
        while ((message = await client.ReceiveAsync()).Id == BrokerMsg.MessageId.Confirmed)
            Console.WriteLine($"  {name} hears that {message.Sender} is done with {message.Tracker}");
        Console.WriteLine($"  {name} receives {message.Command} '{message.Subject}' from {message.Sender}: {Text(message)}");
        return message;
    }

    private static string Text(BrokerMsg message) => Encoding.UTF8.GetString(message.Content);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
