using Hello;
using ZProto;
using ZProto.Transport;

// The server runs on a thread of its own, in this process.
var transport = new InProcessTransport();
await using var server = new HelloServer { Options = { Transport = transport } };
string endpoint = await server.BindAsync("inproc://hello");
Console.WriteLine($"The server is bound to {endpoint}.");

// The peer is a plain DEALER socket on this thread.
using ITransportLoop loop = transport.CreateLoop();
using ITransportSocket dealer = loop.CreateSocket(SocketKind.Dealer, new SocketOptions());
dealer.Connect(endpoint);

Ask(HelloMsg.CreateHello(1, "Ada"));
Ask(HelloMsg.CreateHello(2, "Grace"));
Ask(HelloMsg.CreatePing(3));

void Ask(HelloMsg message)
{
    var frames = new FrameBuffer();
    var writer = new FrameWriter(frames);
    message.Encode(ref writer);
    dealer.TrySend(default, frames);
    Console.WriteLine($"-> {message}");

    while (!dealer.TryReceive())
        loop.Wait(Timeout.InfiniteTimeSpan);
    var reader = new FrameReader(dealer.Received);
    Console.WriteLine(HelloMsg.TryDecode(ref reader, message, out DecodeError error) ? $"<- {message}" : $"<- malformed: {error}");
}
