namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public abstract class LibZmqPatternConformance : PatternConformance
{
    protected override ITransport CreateTransport() => new LibZmqTransport();
}

public sealed class LibZmqTcpPatternConformance : LibZmqPatternConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";
}

public sealed class LibZmqInProcessPatternConformance : LibZmqPatternConformance
{
    private const string Lost = "Within a process libzmq does not connect again.";

    protected override string AnyEndpoint => "inproc://*";

    [TransportFact(Skip = Lost)]
    public override Task What_a_push_sent_before_there_was_a_pull_arrives() => base.What_a_push_sent_before_there_was_a_pull_arrives();

    [TransportFact(Skip = Lost)]
    public override Task Subscriptions_hold_for_a_publisher_that_comes_back() => base.Subscriptions_hold_for_a_publisher_that_comes_back();
}
