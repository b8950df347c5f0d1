using System.Collections.Concurrent;

namespace ZProto.Transport.Tests;

/// <summary>Peers that want the routing id of another.</summary>
public sealed class SocketsRoutingIdTests : SocketsTests
{
    private static readonly RoutingId s_id = new("holder"u8);

    [Fact]
    public async Task Guessing_every_routing_id_that_was_generated_reaches_no_one()
    {
        TestSocket server = await NewSocket(SocketType.Router);
        string endpoint = await server.Bind("tcp://127.0.0.1:*");
        var holders = new (TestSocket Client, RoutingId Id)[20];
        for (int i = 0; i < holders.Length; i++)
        {
            TestSocket client = await StartClient(endpoint);
            await client.Send("hello");
            holders[i] = (client, (await server.Receive()).From);
        }
        foreach ((_, RoutingId id) in holders)
        {
            Assert.Equal(0, id.Span[0]);
            using RawPeer thief = await RawPeer.Connect(endpoint);
            await thief.Send([.. Zmtp.Greeting(minor: 1), .. Zmtp.Ready(id.Span.ToArray()), .. Zmtp.Message("stolen"u8.ToArray())]);
            Assert.Equal(64, (await thief.ReceiveExactly(64)).Length);
            byte[] last = [];
            try
            {
                while (true)
                    last = await thief.ReceiveFrame();
            }
            catch (Exception exception) when (exception is EndOfStreamException or System.Net.Sockets.SocketException)
            {
                // It is over.
            }
            Assert.True(last.AsSpan().StartsWith("\u0005ERROR"u8), Convert.ToHexString(last));
        }
        for (int i = 0; i < holders.Length; i++)
            await server.Send(holders[i].Id, $"for {i}");
        for (int i = 0; i < holders.Length; i++)
            Assert.Equal($"for {i}", (await holders[i].Client.Receive()).Text);
        // Nothing of the thieves was received.
        await WaitForConnections(server, holders.Length);
        Assert.Null(await server.Do((_, socket) => Received.Next(socket)));
    }

    [Fact]
    public async Task Without_handover_the_holder_of_an_announced_id_stays()
    {
        (TestSocket server, string endpoint) = await StartEchoServer(new SocketOptions { RouterHandover = false });
        TestSocket holder = await StartClient(endpoint, new SocketOptions { RoutingId = s_id });
        await holder.AssertEcho("mine");
        for (int i = 0; i < 10; i++)
        {
            using RawPeer other = await RawPeer.Connect(endpoint);
            await other.TrySend([.. Zmtp.Greeting(minor: 1), .. Zmtp.Ready(s_id.Span.ToArray()), .. Zmtp.Message([1])]);
            await other.WaitForClose();
            await holder.AssertEcho($"still mine {i}");
        }
        await WaitForConnections(server, 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task Another_user_cannot_take_an_id_whatever_is_set(bool? handover)
    {
        var authenticator = new AdmitByName();
        (_, string endpoint) = await StartEchoServer(new SocketOptions { RouterHandover = handover, Security = new SocketSecurity.PlainServer("", authenticator) });
        TestSocket holder = await StartClient(endpoint, As("alice"));
        await holder.AssertEcho("mine");
        TestSocket other = await StartClient(endpoint, As("bob"));
        await other.Send("let me have it");
        // It comes again and again, and its password is right each time.
        for (int i = 1; i <= 3; i++)
        {
            await Deadline.Until(() => authenticator.Count("bob") > i);
            await holder.AssertEcho($"still mine {i}");
        }
        Assert.Null(await other.Do((_, socket) => Received.Next(socket)));
        await other.Dispose();

        static SocketOptions As(string user)
            => new() { RoutingId = s_id, Security = new SocketSecurity.PlainClient(user, ""), ReconnectInterval = TimeSpan.FromMilliseconds(5), MaxReconnectInterval = TimeSpan.Zero };
    }

    private sealed class AdmitByName : IAuthenticator
    {
        private readonly ConcurrentQueue<string> _names = new();

        /// <summary>How often a user was admitted.</summary>
        public int Count(string name) => _names.Count(admitted => admitted == name);

        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
        {
            _names.Enqueue(request.UserName!);
            return AuthenticationResult.Admitted(request.UserName!);
        }
    }
}
