namespace ZProto.Transport.Tests;

// How sockets and loops end, and what a transport says it can do.
public abstract partial class TransportConformance
{
    private const string Domain = "test";

    private static readonly CurveKeyPair _serverKeys = new("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");
    private static readonly CurveKeyPair _clientKeys = new("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");

    [TransportFact]
    public virtual async Task Sockets_end_with_messages_that_no_one_has_received()
    {
        var hasty = new SocketOptions { Linger = TimeSpan.Zero };
        TestSocket server = await NewRouter(hasty);
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket client = await StartClient(endpoint, hasty);
        TestSocket early = await StartClient(NewEndpoint(), hasty);
        await client.Send("hello");
        RoutingId id = (await server.Receive()).From;
        for (int i = 0; i < 100; i++)
        {
            await client.Send("to the server");
            await server.Send(id, "to the client");
            await early.Send("to no one");
        }
        await early.Dispose();
        await server.Dispose();
        await client.Dispose();
    }

    [TransportFact]
    public virtual Task Everything_may_be_disposed_twice_and_in_any_order()
        => RunLoop(loop =>
        {
            ITransportSocket server = loop.CreateSocket(SocketType.Router, new SocketOptions());
            ITransportSocket client = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
            ITransportSocket left = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
            string endpoint = server.Bind(AnyEndpoint);
            client.Connect(endpoint);
            left.Connect(endpoint);
            client.Send([], TestSocket.Buffer([1]));
            Deadline.Receive(loop, server);
            server.Dispose();
            server.Dispose();
            client.Dispose();
            client.Dispose();
            loop.Dispose();
            loop.Dispose();
            left.Dispose();
        });

    [TransportFact]
    public virtual async Task Waking_a_loop_that_is_disposed_does_nothing()
    {
        var made = new TaskCompletionSource<ITransportLoop>(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunLoop(made.SetResult);
        ITransportLoop loop = await made.Task;
        loop.Wake();
        loop.Wake();
    }

    [TransportFact]
    public virtual async Task Waking_a_loop_while_it_is_disposed_does_nothing()
    {
        for (int i = 0; i < 20; i++)
        {
            var made = new TaskCompletionSource<ITransportLoop>(TaskCreationOptions.RunContinuationsAsynchronously);
            bool enough = false;
            Task waker = Task.Run(async () =>
            {
                ITransportLoop loop = await made.Task;
                while (!Volatile.Read(ref enough))
                    loop.Wake();
            });
            await RunLoop(loop =>
            {
                made.SetResult(loop);
                loop.Wait(Timeout.InfiniteTimeSpan);
            });
            Volatile.Write(ref enough, true);
            await waker.WaitAsync(Deadline.Span);
        }
    }

    [TransportFact]
    public virtual async Task Loops_come_and_go_while_others_stay()
    {
        string endpoint = await StartEchoServer();
        for (int i = 0; i < 20; i++)
        {
            using var thread = new LoopThread(Transport);
            TestSocket client = await thread.Socket(SocketType.Dealer);
            await client.Connect(endpoint);
            await client.AssertEcho($"{i}");
        }
    }

    [TransportTheory]
    [InlineData("null server", SocketType.Router, TransportCapabilities.Authentication)]
    [InlineData("plain server", SocketType.Router, TransportCapabilities.Plain | TransportCapabilities.Authentication)]
    [InlineData("plain client", SocketType.Dealer, TransportCapabilities.Plain)]
    [InlineData("curve server", SocketType.Router, TransportCapabilities.Curve | TransportCapabilities.Authentication)]
    [InlineData("curve client", SocketType.Dealer, TransportCapabilities.Curve)]
    public virtual async Task A_socket_has_the_mechanisms_that_the_capabilities_name(string mechanism, SocketType kind, TransportCapabilities needed)
    {
        var refuseAll = new NobodyIsAdmitted();
        SocketSecurity security = mechanism switch
        {
            "null server" => new SocketSecurity.NullServer(Domain, refuseAll),
            "plain server" => new SocketSecurity.PlainServer(Domain, refuseAll),
            "plain client" => new SocketSecurity.PlainClient("name", "password"),
            "curve server" => new SocketSecurity.CurveServer(Domain, _serverKeys, refuseAll),
            _ => new SocketSecurity.CurveClient(_serverKeys.PublicKey, _clientKeys),
        };
        LoopThread thread = NewThread();
        var options = new SocketOptions { Security = security };
        if (Can(needed))
            await thread.Socket(kind, options);
        else
            await Assert.ThrowsAsync<TransportException>(() => thread.Socket(kind, options));
        await thread.Socket(kind);
    }

    [TransportFact]
    public virtual void A_transport_has_a_name()
        => Assert.NotEmpty(Transport.Name);

    private sealed class NobodyIsAdmitted : IAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken) => AuthenticationResult.Refused;
    }
}
