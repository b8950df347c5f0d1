namespace ZProto.Transport.Tests;

/// <summary>What clients do on libzmq with each of its kinds of endpoint.</summary>
[SkipUnlessLibZmqInstalled]
public abstract class LibZmqClientConformance : ClientConformance
{
    protected override ITransport CreateTransport() => new LibZmqTransport();
}

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqTcpClientConformance : LibZmqClientConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";
}

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqIpcClientConformance : LibZmqClientConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zproto").FullName;
    private int _endpoints;

    protected override string AnyEndpoint => $"ipc://{_folder}/{++_endpoints}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqInProcessClientConformance : LibZmqClientConformance
{
    protected override string AnyEndpoint => "inproc://*";

    [TransportFact(Skip = "Within a process libzmq does not connect again.")]
    public override Task A_client_outlives_fifty_servers_with_calls_in_flight_and_no_call_hangs_or_is_answered_wrongly()
        => base.A_client_outlives_fifty_servers_with_calls_in_flight_and_no_call_hangs_or_is_answered_wrongly();
}
