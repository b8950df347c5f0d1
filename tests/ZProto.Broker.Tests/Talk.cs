using System.Text;

namespace ZProto.Broker.Tests;

/// <summary>What tests say and hear through a client, in short.</summary>
internal static class Talk
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static Task PublishAsync(this BrokerClient client, string stream, string subject, string content)
        => client.PublishAsync(stream, subject, Encoding.UTF8.GetBytes(content));

    public static async Task MailToAsync(this BrokerClient client, string recipient, string content, string tracker = "")
        => Assert.Equal(BrokerClient.Reply.Success, (await client.MailAsync(recipient, "", tracker, Encoding.UTF8.GetBytes(content))).Reply);

    public static async Task AskAsync(this BrokerClient client, string service, string subject, string content = "")
        => Assert.Equal(BrokerClient.Reply.Success, (await client.RequestAsync(service, subject, "", Encoding.UTF8.GetBytes(content))).Reply);

    public static async Task ReadAsync(this BrokerClient client, string stream, string pattern)
        => Assert.Equal(BrokerClient.Reply.Success, (await client.SubscribeAsync(stream, pattern)).Reply);

    public static async Task WorkForAsync(this BrokerClient client, string service, string pattern)
        => Assert.Equal(BrokerClient.Reply.Success, (await client.OfferAsync(service, pattern)).Reply);

    /// <summary>The next message. The wait ends only where a test fails.</summary>
    public static Task<BrokerMsg> NextAsync(this BrokerClient client) => client.ReceiveAsync().AsTask().WaitAsync(s_patience);

    public static async Task<string> NextTextAsync(this BrokerClient client) => Text(await client.NextAsync());

    public static string Text(BrokerMsg message) => Encoding.UTF8.GetString(message.Content);
}
