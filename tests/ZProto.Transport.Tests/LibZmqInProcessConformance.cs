namespace ZProto.Transport.Tests;

public sealed class LibZmqInProcessConformance : LibZmqConformance
{
    private const string Untold = "Within a process libzmq tells of no connection, and does not connect again.";

    protected override string AnyEndpoint => "inproc://*";

    protected override string NewEndpoint() => $"inproc://{Guid.NewGuid():N}";

    [TransportFact(Skip = "Within a process libzmq does not connect again.")]
    public override Task Clients_of_a_server_that_restarts_are_answered_without_connecting_again() => base.Clients_of_a_server_that_restarts_are_answered_without_connecting_again();

    [TransportFact(Skip = "Within a process libzmq does not look at the size of frames.")]
    public override Task A_client_that_sends_more_than_the_server_takes_is_cut_off() => base.A_client_that_sends_more_than_the_server_takes_is_cut_off();

    [TransportFact(Skip = "Within a process libzmq knows no addresses.")]
    public override Task The_address_of_a_peer_is_known_where_the_capabilities_say_so() => base.The_address_of_a_peer_is_known_where_the_capabilities_say_so();

    [TransportFact(Skip = Untold)]
    public override Task A_client_is_told_that_its_server_is_there_and_that_it_is_lost() => base.A_client_is_told_that_its_server_is_there_and_that_it_is_lost();

    [TransportFact(Skip = Untold)]
    public override Task A_client_is_told_nothing_until_its_server_is_there() => base.A_client_is_told_nothing_until_its_server_is_there();

    [TransportFact(Skip = Untold)]
    public override Task What_comes_by_a_later_connection_is_received_after_the_loss_was_told() => base.What_comes_by_a_later_connection_is_received_after_the_loss_was_told();

    [TransportFact(Skip = Untold)]
    public override Task A_loss_is_told_before_what_came_by_a_later_connection_however_late_the_loop_looks() => base.A_loss_is_told_before_what_came_by_a_later_connection_however_late_the_loop_looks();

    [TransportFact(Skip = Untold)]
    public override Task What_came_before_a_loss_is_received_before_it_is_told() => base.What_came_before_a_loss_is_received_before_it_is_told();

    [TransportFact(Skip = Untold)]
    public override Task A_loss_that_no_one_takes_holds_up_no_message() => base.A_loss_that_no_one_takes_holds_up_no_message();

    [TransportFact(Skip = Untold)]
    public override Task A_server_is_told_whose_connection_has_ended_after_all_that_came_by_it() => base.A_server_is_told_whose_connection_has_ended_after_all_that_came_by_it();
}
