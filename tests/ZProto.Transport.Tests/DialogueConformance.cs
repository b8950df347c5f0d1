using System.Text;

namespace ZProto.Transport.Tests;

/// <summary>The sockets transport and another that speaks ZMTP, each as the server of the other.</summary>
public abstract class DialogueConformance : IDisposable
{
    // Those of the man page zmq_curve, and a stranger's.
    private static readonly CurveKeyPair s_serverKeys = new("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");
    private static readonly CurveKeyPair s_clientKeys = new("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");

    private readonly List<LoopThread> _threads = [];

    /// <summary>A pair of CURVE keys that no server admits.</summary>
    protected abstract CurveKeyPair StrangersKeys { get; }

    /// <summary>Makes the other transport.</summary>
    protected abstract ITransport CreateOther();

    public void Dispose()
    {
        _threads.ForEach(thread => thread.Dispose());
        GC.SuppressFinalize(this);
    }

    public static TheoryData<bool, SecurityMechanism> Dialogues => new()
    {
        { true, SecurityMechanism.Null }, { true, SecurityMechanism.Plain }, { true, SecurityMechanism.Curve },
        { false, SecurityMechanism.Null }, { false, SecurityMechanism.Plain }, { false, SecurityMechanism.Curve },
    };

    [TransportTheory]
    [MemberData(nameof(Dialogues))]
    public async Task Messages_come_back_as_they_went(bool isServer, SecurityMechanism mechanism)
    {
        if (!CanBoth(mechanism, isServer))
            return;
        (_, string endpoint) = await StartEchoServer(isServer, Server(mechanism));
        TestSocket client = await NewSocket(!isServer, SocketType.Dealer, Client(mechanism, "secret", s_clientKeys));
        await client.Connect(endpoint);
        var random = new Random(1);
        byte[] large = new byte[1024 * 1024];
        random.NextBytes(large);
        byte[][][] messages =
        [
            ["hello"u8.ToArray()], [[]], [[], [1], []], [large], [[1], large, [], large[..255], large[..256], large[..65_536], [2]],
            [.. Enumerable.Range(0, 900).Select(number => Encoding.UTF8.GetBytes($"{number}"))],
        ];
        foreach (byte[][] frames in messages)
            await client.Send(RoutingId.Empty, frames);
        foreach (byte[][] frames in messages)
            Assert.Equal(frames, (await client.Receive()).Frames);
        for (int i = 0; i < 100; i++)
            await client.AssertEcho($"{i}");
    }

    [TransportTheory]
    [MemberData(nameof(Dialogues))]
    public async Task A_client_with_a_wrong_password_or_key_is_refused(bool isServer, SecurityMechanism mechanism)
    {
        if (mechanism == SecurityMechanism.Null || !CanBoth(mechanism, isServer))
            return;
        (TestSocket server, string endpoint) = await StartEchoServer(isServer, Server(mechanism));
        TestSocket stranger = await NewSocket(!isServer, SocketType.Dealer, Client(mechanism, "guess", StrangersKeys));
        await stranger.Connect(endpoint);
        // Unless it is refused already, and then takes nothing.
        await stranger.Do((_, socket) => socket.Send([], TestSocket.Buffer("let me in"u8.ToArray())));
        if (!isServer)
            Assert.Equal(ConnectionEventKind.Refused, (await stranger.TakeConnectionEvent()).Kind);
        TestSocket client = await NewSocket(!isServer, SocketType.Dealer, Client(mechanism, "secret", s_clientKeys));
        await client.Connect(endpoint);
        await client.AssertEcho("let in");
        Assert.Null(await stranger.Do((_, socket) => Received.Next(socket)));
        // It does not come again.
        if (!isServer)
            Assert.Null(await stranger.PeekConnectionEvent());
    }

    // NetMQ has no authenticator, and therefore no server that asks who comes.
    private bool CanBoth(SecurityMechanism mechanism, bool isServer) => mechanism switch
    {
        SecurityMechanism.Plain => CanOther(TransportCapabilities.Plain, isServer),
        SecurityMechanism.Curve => CanOther(TransportCapabilities.Curve, isServer),
        _ => true,
    };

    private bool CanOther(TransportCapabilities mechanism, bool isServer)
        => CreateOther().Capabilities.HasFlag(isServer ? mechanism : mechanism | TransportCapabilities.Authentication);

    private async Task<(TestSocket Socket, string Endpoint)> StartEchoServer(bool isOurs, SocketSecurity? security)
    {
        TestSocket server = await NewSocket(isOurs, SocketType.Router, security);
        await server.Echo();
        return (server, await server.Bind("tcp://127.0.0.1:*"));
    }

    private Task<TestSocket> NewSocket(bool isOurs, SocketType type, SocketSecurity? security)
    {
        var thread = new LoopThread(isOurs ? new SocketsTransport() : CreateOther());
        _threads.Add(thread);
        return thread.Socket(type, new SocketOptions { Security = security });
    }

    private static SocketSecurity? Server(SecurityMechanism mechanism) => mechanism switch
    {
        SecurityMechanism.Plain => new SocketSecurity.PlainServer("", new KnownOnly()),
        SecurityMechanism.Curve => new SocketSecurity.CurveServer("", s_serverKeys, new KnownOnly()),
        _ => null,
    };

    private static SocketSecurity? Client(SecurityMechanism mechanism, string password, CurveKeyPair keys) => mechanism switch
    {
        SecurityMechanism.Plain => new SocketSecurity.PlainClient("alice", password),
        SecurityMechanism.Curve => new SocketSecurity.CurveClient(s_serverKeys.PublicKey, keys),
        _ => null,
    };

    private sealed class KnownOnly : IAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
            => request is { UserName: "alice", Password: "secret" } || request.PublicKey == s_clientKeys.PublicKey ? AuthenticationResult.Admitted("alice") : AuthenticationResult.Refused;
    }
}
