using System.Diagnostics;
using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

public sealed class NetMQClientConformance : ClientConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport CreateTransport() => new NetMQTransport();

    // NetMQ gives a port back some time after its socket was disposed.
    protected override async Task BindAgainAsync(ServerEngine server, string endpoint)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await server.BindAsync(endpoint);
                return;
            }
            catch (TransportException) when (Stopwatch.GetElapsedTime(started) < Deadline.Span)
            {
                await Task.Delay(1);
            }
        }
    }
}
