namespace ZProto.Transport.Tests;

/// <summary>What libzmq does with each of its kinds of endpoint.</summary>
[SkipUnlessLibZmqInstalled]
public abstract class LibZmqConformance : TransportConformance
{
    private const string Unbinding = "zmq_unbind ends the connections that came by the endpoint.";

    protected override ITransport CreateTransport() => new LibZmqTransport();

    [TransportFact(Skip = Unbinding)]
    public override Task A_server_that_unbinds_serves_those_there_and_gives_the_endpoint_away() => base.A_server_that_unbinds_serves_those_there_and_gives_the_endpoint_away();
}
