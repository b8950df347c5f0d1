namespace ZProto.Transport.Tests;

public sealed class LibZmqInProcessConformance : LibZmqConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override string NewEndpoint() => $"inproc://{Guid.NewGuid():N}";

    [TransportFact(Skip = "Within a process libzmq does not connect again.")]
    public override Task Clients_of_a_server_that_restarts_are_answered_without_connecting_again() => base.Clients_of_a_server_that_restarts_are_answered_without_connecting_again();

    [TransportFact(Skip = "Within a process libzmq does not look at the size of frames.")]
    public override Task A_client_that_sends_more_than_the_server_takes_is_cut_off() => base.A_client_that_sends_more_than_the_server_takes_is_cut_off();

    [TransportFact(Skip = "Within a process libzmq knows no addresses.")]
    public override Task The_address_of_a_peer_is_known_where_the_capabilities_say_so() => base.The_address_of_a_peer_is_known_where_the_capabilities_say_so();
}
