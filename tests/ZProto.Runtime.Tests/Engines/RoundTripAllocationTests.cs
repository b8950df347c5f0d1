using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What a server's loop thread allocates for a round trip, once it is warm: nothing.</summary>
public sealed class RoundTripAllocationTests
{
    private const int WarmUp = 2_000;
    private const int RoundTrips = 1_000;

    [Fact]
    public async Task A_round_trip_on_the_in_process_transport_allocates_nothing_on_the_loop_thread()
    {
        var transport = new InProcessTransport();
        await using var server = new HelloServer { Options = { Transport = transport } };
        var measure = new Measure();
        server.OnGreet = client =>
        {
            client.Message.NameUtf8 = "Hello to you"u8;
            measure.Count();
        };
        string endpoint = await server.BindAsync("inproc://hello");
        await using var loop = new EventLoop(transport);
        var asker = new Asker(measure);
        await loop.InvokeAsync(() =>
        {
            asker.Begin(loop, endpoint);
            return true;
        });
        // Thousands of turns between two threads, which a busy machine may grant one by one.
        Assert.Equal(0, await measure.Result.WaitAsync(TimeSpan.FromMinutes(5)));
    }

    /// <summary>
    /// Bytes allocated on the thread that counts. A round trip with a collection in it says nothing, since that counts what is left
    /// of the thread's allocation context as allocated; another is measured in its place.
    /// </summary>
    private sealed class Measure
    {
        private readonly TaskCompletionSource<long> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _warm;
        private int _measured;
        private int _collections;
        private long _before;
        private long _sum;

        public Task<long> Result => _result.Task;

        public void Count()
        {
            int collections;
            long allocated;
            do
            {
                collections = GC.CollectionCount(0);
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }
            while (collections != GC.CollectionCount(0));

            if (++_warm > WarmUp && collections == _collections)
            {
                _sum += allocated - _before;
                if (++_measured == RoundTrips)
                    _result.TrySetResult(_sum);
            }
            _collections = collections;
            _before = allocated;
        }
    }

    /// <summary>Asks again with each answer, until there is a result, and allocates nothing either.</summary>
    private sealed class Asker(Measure measure) : ZProto.Engines.Execution.IEventLoopParticipant
    {
        private readonly HelloMsg _message = new();
        private readonly MultipartMessage _frames = new();
        private ITransportSocket? _socket;

        public void Begin(EventLoop loop, string endpoint)
        {
            _socket = loop.Sockets.CreateSocket(SocketType.Dealer, new SocketOptions());
            _socket.Connect(endpoint);
            loop.Add(this);
            Ask();
        }

        public bool Poll()
        {
            while (_socket!.TryReceive(out _))
            {
                if (!measure.Result.IsCompleted)
                    Ask();
            }
            return true;
        }

        private void Ask()
        {
            _message.Clear();
            _message.Id = HelloMsg.MessageId.Hello;
            _message.NameUtf8 = "me"u8;
            var writer = new FrameWriter(_frames);
            _message.Encode(ref writer);
            _socket!.Send(default, _frames);
        }
    }
}
