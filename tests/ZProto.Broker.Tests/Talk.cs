using System.Text;

namespace ZProto.Broker.Tests;

/// <summary>What tests say and hear through a client, in short.</summary>
internal static class Talk
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static Task PublishAsync(this BrokerClient client, string stream, string subject, string content)
        => client.PublishAsync(stream, subject, Encoding.UTF8.GetBytes(content));

    public static Task MailToAsync(this BrokerClient client, string recipient, string content, string tracker = "")
        => client.MailAsync(recipient, "", tracker, Encoding.UTF8.GetBytes(content));

    public static Task AskAsync(this BrokerClient client, string service, string subject, string content = "")
        => client.RequestAsync(service, subject, "", Encoding.UTF8.GetBytes(content));

    public static Task ReadAsync(this BrokerClient client, string stream, string pattern)
        => client.SubscribeAsync(stream, pattern);

    public static Task WorkForAsync(this BrokerClient client, string service, string pattern)
        => client.OfferAsync(service, pattern);

    /// <summary>Why a call fails.</summary>
    public static async Task<string> FailureAsync(Task call) => (await Assert.ThrowsAsync<BrokerClient.FailureException>(() => call)).Reason;

    /// <summary>The next message. The wait ends only where a test fails.</summary>
    public static Task<BrokerMsg> NextAsync(this BrokerClient client) => client.ReceiveAsync().AsTask().WaitAsync(s_patience);

    public static async Task<string> NextTextAsync(this BrokerClient client) => Text(await client.NextAsync());

    public static string Text(BrokerMsg message) => Encoding.UTF8.GetString(message.Content);
}
