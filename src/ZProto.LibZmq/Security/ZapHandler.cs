using System.Collections.Concurrent;
using System.Text;
using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>
/// Answers libzmq's question whether a peer may come in (ZAP), for all servers of the process: one background thread, started when the
/// first server with security is made, that has authenticators asked on the thread pool, so that a slow one holds up no one else.
/// </summary>
/// <remarks>
/// Source: ZeroMQ RFC 27 (ZAP). libzmq tells servers apart by nothing but their domain, so that each gets a number before its own;
/// authenticators see what the user gave. What is not understood, not known or not decided is refused.
/// </remarks>
internal static class ZapHandler
{
    private const string Endpoint = "inproc://zeromq.zap.01";

    /// <summary>Parts of a request before its credentials: delimiter, version, request id, domain, address, routing id, mechanism.</summary>
    private const int FixedParts = 7;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly ConcurrentDictionary<string, Server> s_servers = new();
    private static readonly ConcurrentQueue<Reply> s_replies = new();
    private static readonly object s_starting = new();
    private static LibZmqLoop? s_loop;
    private static long s_lastNumber;

    /// <summary>Makes the decisions on a server's peers an authenticator's.</summary>
    /// <returns>The domain that libzmq is to know the server by.</returns>
    public static string Register(string domain, IAuthenticator? authenticator)
    {
        Start();
        string name = $"{Interlocked.Increment(ref s_lastNumber)}:{domain}";
        s_servers[name] = new Server(domain, authenticator);
        return name;
    }

    /// <summary>Ends it: no one comes in under the domain any more.</summary>
    public static void Unregister(string name) => s_servers.TryRemove(name, out _);

    // Until the handler is bound, libzmq would let in peers of a server without a mechanism: it is there before any server is.
    private static void Start()
    {
        lock (s_starting)
        {
            if (s_loop is not null)
                return;
            var started = new TaskCompletionSource<LibZmqLoop>(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => Run(started)) { IsBackground = true, Name = "ZProto libzmq ZAP" };
            thread.Start();
            s_loop = started.Task.GetAwaiter().GetResult();
        }
    }

    private static void Run(TaskCompletionSource<LibZmqLoop> started)
    {
        using var loop = new LibZmqLoop(EventWakeUp.CreateBest());
        LibZmqSocket socket;
        try
        {
            socket = loop.CreateOwnSocket(SocketType.Router, new SocketOptions { Linger = TimeSpan.Zero });
            socket.Bind(Endpoint);
        }
        catch (TransportException exception)
        {
            started.SetException(exception);
            return;
        }
        started.SetResult(loop);

        var frames = new MultipartMessage();
        try
        {
            while (true)
            {
                loop.Wait(Timeout.InfiniteTimeSpan);
                while (socket.TryReceive(out ReceivedMessage message))
                    Receive(message, loop);
                while (s_replies.TryDequeue(out Reply reply))
                    Send(socket, frames, reply);
            }
        }
        catch (TransportException)
        {
            // The context has ended, and with it the process.
        }
    }

    private static void Receive(in ReceivedMessage message, LibZmqLoop loop)
    {
        IMultipartMessage parts = message.Frames;
        if (parts.Count < FixedParts)
            return;
        var question = new Question(loop, new RoutingId(message.RoutingId), parts.GetFrame(2).ToArray());
        try
        {
            if (parts.GetFrame(1).SequenceEqual("1.0"u8) && s_servers.TryGetValue(s_utf8.GetString(parts.GetFrame(3)), out Server? server))
            {
                question.Authenticator = server.Authenticator;
                question.Request = Read(parts, server.Domain);
            }
        }
        catch (DecoderFallbackException)
        {
            // Names that are not text are no one's.
        }
        ThreadPool.UnsafeQueueUserWorkItem(question, preferLocal: false);
    }

    // Part 5 is not the peer's routing id: libzmq, which does not know that yet, puts the server's own there.
    private static AuthenticationRequest? Read(IMultipartMessage parts, string domain)
    {
        string address = s_utf8.GetString(parts.GetFrame(4));
        ReadOnlySpan<byte> mechanism = parts.GetFrame(6);
        int credentials = parts.Count - FixedParts;
        if (mechanism.SequenceEqual("NULL"u8))
            return new AuthenticationRequest { Mechanism = SecurityMechanism.Null, Domain = domain, Address = address };
        if (mechanism.SequenceEqual("PLAIN"u8) && credentials == 2)
            return new AuthenticationRequest { Mechanism = SecurityMechanism.Plain, Domain = domain, Address = address, UserName = s_utf8.GetString(parts.GetFrame(7)), Password = s_utf8.GetString(parts.GetFrame(8)) };
        if (mechanism.SequenceEqual("CURVE"u8) && credentials == 1 && parts.GetFrame(7).Length == CurveKeyText.KeySize)
            return new AuthenticationRequest { Mechanism = SecurityMechanism.Curve, Domain = domain, Address = address, PublicKey = Z85.Encode(parts.GetFrame(7)) };
        return null;
    }

    private static void Send(LibZmqSocket socket, MultipartMessage frames, Reply reply)
    {
        frames.Clear();
        frames.Add(ReadOnlyMemory<byte>.Empty);
        frames.Add("1.0"u8.ToArray());
        frames.Add(reply.RequestId);
        frames.Add(reply.Decision.Status);
        frames.Add(ReadOnlyMemory<byte>.Empty);
        frames.Add(reply.Decision.User);
        frames.Add(ReadOnlyMemory<byte>.Empty);

        // A peer that has gone in the meantime needs no answer.
        _ = socket.Send(reply.Peer.Span, frames);
    }

    private sealed record Server(string Domain, IAuthenticator? Authenticator);

    private readonly record struct Reply(RoutingId Peer, byte[] RequestId, Decision Decision);

    /// <summary>What libzmq is told: a status of ZAP, and who the peer is.</summary>
    private readonly record struct Decision(byte[] Status, byte[] User)
    {
        /// <summary>The peer is told that it is refused, and does not come again.</summary>
        public static Decision Refused { get; } = new("400"u8.ToArray(), []);

        /// <summary>The peer is cut off without a word, and may come again.</summary>
        public static Decision Failed { get; } = new("300"u8.ToArray(), []);

        public static Decision Admitted(byte[] user) => new(s_admitted, user);

        private static readonly byte[] s_admitted = "200"u8.ToArray();
    }

    /// <summary>One peer that is waiting to be let in.</summary>
    private sealed class Question(LibZmqLoop loop, RoutingId peer, byte[] requestId) : IThreadPoolWorkItem
    {
        public IAuthenticator? Authenticator { get; set; }

        public AuthenticationRequest? Request { get; set; }

        public void Execute() => _ = DecideAsync();

        private async Task DecideAsync()
        {
            s_replies.Enqueue(new Reply(peer, requestId, await DecideCoreAsync().ConfigureAwait(false)));
            loop.Wake();
        }

        private async ValueTask<Decision> DecideCoreAsync()
        {
            if (Authenticator is null || Request is null)
                return Decision.Refused;
            try
            {
                // libzmq keeps the user id up to its first NUL, which would make one user of another; what is no text it cannot keep.
                AuthenticationResult result = await Authenticator.AuthenticateAsync(Request, CancellationToken.None).ConfigureAwait(false);
                return result.UserId is not { } user || user.Contains('\0', StringComparison.Ordinal) ? Decision.Refused : Decision.Admitted(s_utf8.GetBytes(user));
            }
#pragma warning disable CA1031 // Whatever goes wrong in a user's decision, the peer stays outside.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return exception is EncoderFallbackException ? Decision.Refused : Decision.Failed;
            }
        }
    }
}
