using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What a server's loop thread allocates for a round trip, once it is warm: nothing.</summary>
public sealed class RoundTripAllocationTests
{
    [Fact]
    public async Task A_round_trip_on_the_in_process_transport_allocates_nothing_on_the_loop_thread()
    {
        var transport = new InProcessTransport();
        await using var server = new HelloServer { Options = { Transport = transport } };
        var measure = new AllocationMeasure();
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

    /// <summary>Asks again with each answer, until there is a result, and allocates nothing either.</summary>
    private sealed class Asker(AllocationMeasure measure) : ZProto.Engines.Execution.IEventLoopParticipant
    {
        private readonly HelloMsg _message = new();
        private readonly MultipartMessage _frames = new();
        private ITransportSocket? _socket;
        private int _answers;

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
                // The second is of the two that were asked at once.
                if (++_answers == 2 || measure.Result.IsCompleted)
                    continue;
                Ask();
                if (_answers == 1)
                {
                    Ask();
                    measure.WaitForCount(3);
                }
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
