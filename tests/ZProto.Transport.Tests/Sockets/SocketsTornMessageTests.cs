using System.Security.Cryptography;

namespace ZProto.Transport.Tests;

/// <summary>Large messages both ways while connections are cut again and again at any byte of them.</summary>
public sealed class SocketsTornMessageTests : IDisposable
{
    private const int Size = 1024 * 1024;
    private const int HashSize = 32;
    private const int NumberSize = sizeof(long);

    // Those of the man page zmq_curve.
    private static readonly CurveKeyPair s_serverKeys = new("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");
    private static readonly CurveKeyPair s_clientKeys = new("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");

    private readonly SocketsTransport _transport = new();
    private readonly List<LoopThread> _threads = [];

    public void Dispose() => _threads.ForEach(thread => thread.Dispose());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Through_fifty_cuts_no_message_is_torn_reordered_or_doubled_and_the_client_is_served_after_each(bool isCurve)
    {
        int cuts = LongRun.Scale(50);
        var deadline = new ProgressDeadline();
        var seen = new Sequence();
        Random questions = new(1), replies = new(2);
        long lastAnswer = 0;
        TestSocket server = await NewSocket(SocketType.Router, isCurve ? new SocketSecurity.CurveServer("", s_serverKeys, new AdmitAll()) : null);
        await server.Handle((socket, received) =>
        {
            seen.Check(received);
            deadline.Step();
            socket.Send(received.From.Span, NewMessage(replies, ++lastAnswer));
        });
        using var proxy = new CuttingProxy(await server.Bind("tcp://127.0.0.1:*"), cuts, mostBytes: 4 * Size);
        TestSocket client = await NewSocket(SocketType.Dealer, isCurve ? new SocketSecurity.CurveClient(s_serverKeys.PublicKey, s_clientKeys) : null);
        await client.Connect(proxy.Start());
        await client.Do(Converse, deadline);

        bool Converse(ITransportLoop loop, ITransportSocket socket)
        {
            var answers = new Sequence();
            long number = 0;
            // After the last cut comes an answer too.
            for (int answered = 0; proxy.Cuts < cuts || answered == 0;)
            {
                bool isOver = proxy.Cuts >= cuts;
                while (socket.Send([], NewMessage(questions, number + 1)) == SendResult.Sent)
                    number++;
                loop.Wait(TimeSpan.FromMilliseconds(20));
                while (Received.Next(socket) is { } answer)
                {
                    answers.Check(answer);
                    deadline.Step();
                    answered = isOver ? answered + 1 : 0;
                }
                while (socket.TryTakeConnectionEvent(out _))
                {
                }
            }
            return true;
        }
    }

    private async Task<TestSocket> NewSocket(SocketType type, SocketSecurity? security)
    {
        var thread = new LoopThread(_transport);
        _threads.Add(thread);
        return await thread.Socket(type, new SocketOptions
        {
            Security = security,
            RoutingId = type == SocketType.Dealer ? new RoutingId("client"u8) : RoutingId.Empty,
            SendHighWatermark = 4,
            ReconnectInterval = TimeSpan.FromMilliseconds(2),
            MaxReconnectInterval = TimeSpan.Zero,
            Linger = TimeSpan.Zero,
        });
    }

    // Its number, some parts with an empty one among them, and a hash of all.
    private static MultipartMessage NewMessage(Random random, long number)
    {
        byte[] all = new byte[NumberSize + Size];
        BitConverter.TryWriteBytes(all, number);
        random.NextBytes(all.AsSpan(NumberSize, 64));
        var message = new MultipartMessage();
        message.Add(all.AsMemory(0, NumberSize));
        message.Add(default);
        for (int at = NumberSize; at < all.Length;)
        {
            int length = Math.Min(all.Length - at, random.Next(1, Size / 2));
            message.Add(all.AsMemory(at, length));
            at += length;
        }
        message.Add(SHA256.HashData(all));
        return message;
    }

    /// <summary>The numbers of messages that came: each is whole, and later than the one before.</summary>
    private sealed class Sequence
    {
        private long _last;

        public void Check(Received message)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (byte[] frame in message.Frames[..^1])
                hash.AppendData(frame);
            Assert.Equal(HashSize, message.Frames[^1].Length);
            Assert.Equal(hash.GetHashAndReset(), message.Frames[^1]);
            Assert.Equal(NumberSize + Size, message.Frames[..^1].Sum(frame => frame.Length));
            long number = BitConverter.ToInt64(message.Frames[0]);
            Assert.True(number > _last, $"{number} after {_last}");
            _last = number;
        }
    }
}
