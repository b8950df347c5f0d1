using MyNamespace;
using ZProto;
using ZProto.Transport;

// Within this process. On the network: LibZmqTransport (package ZProto.LibZmq) or NetMQTransport (package ZProto.NetMQ), and an
// endpoint such as "tcp://127.0.0.1:5670".
var transport = new InProcessTransport();
await using var server = new GreeterServer { Options = { Transport = transport } };
string endpoint = await server.BindAsync("inproc://greeter");
Console.WriteLine($"The server is bound to {endpoint}.");

// A DEALER sends it a message.
using ITransportLoop loop = transport.CreateLoop();
using ITransportSocket dealer = loop.CreateSocket(SocketKind.Dealer, new SocketOptions());
dealer.Connect(endpoint);

GreeterMsg message = GreeterMsg.CreateHello(sequence: 1, name: "Ada");
Console.WriteLine($"-> {message}");
var frames = new FrameBuffer();
var writer = new FrameWriter(frames);
message.Encode(ref writer);
dealer.TrySend(default, frames);

while (!dealer.TryReceive())
    loop.Wait(Timeout.InfiniteTimeSpan);
var reader = new FrameReader(dealer.Received);
Console.WriteLine(GreeterMsg.TryDecode(ref reader, message, out DecodeError error) ? $"<- {message}" : $"<- malformed: {error}");
