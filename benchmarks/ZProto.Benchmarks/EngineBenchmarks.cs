using BenchmarkDotNet.Attributes;
using ZProto.Transports;

namespace ZProto.Benchmarks;

/// <summary>
/// What the engine takes for a request and its reply, on a transport that costs next to nothing, beside a loop written by hand that
/// decodes, answers and encodes the same.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const int Requests = 100_000;

    private readonly RepeatingTransport _transport = new(HelloMsg.CreateHello(1, "World").ToFrames()[0]);
    private readonly HelloMsg _message = new();
    private readonly MultipartMessage _frames = new();
    private RepeatingTransport.Socket _byHand = null!;
    private HelloServer _server = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _byHand = new RepeatingTransport.Socket(_transport);
        _server = new HelloServer { Options = { Transport = _transport } };
        await _server.BindAsync("any");
    }

    [GlobalCleanup]
    public Task EndAsync() => _server.DisposeAsync().AsTask();

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests)]
    public void ByHand()
    {
        _byHand.Repeat(Requests);
        while (_byHand.TryReceive(out ReceivedMessage received))
        {
            var reader = new FrameReader(received.Frames);
            if (!HelloMsg.TryDecode(ref reader, _message, out _))
                continue;
            if (_message.Id != HelloMsg.MessageId.Hello)
                continue;
            _message.NameUtf8 = HelloServer.Greeting;
            _message.Id = HelloMsg.MessageId.World;
            var writer = new FrameWriter(_frames);
            _message.Encode(ref writer);
            _byHand.Send(received.RoutingId, _frames);
        }
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public void Engine() => _transport.Router.RepeatAndWait(Requests);
}

public partial class HelloServer
{
    /// <summary>The greeting in bytes: what is measured is the engine, not the making of strings.</summary>
    public static ReadOnlySpan<byte> Greeting => "Hello, World!"u8;

    public sealed partial class Client
    {
        private partial void Greet() => Message.NameUtf8 = Greeting;
    }
}
