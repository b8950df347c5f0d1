using MyNamespace;
using ZProto.Transports;

await using var server = new GreeterServer();
string endpoint = await server.BindAsync("tcp://127.0.0.1:5670");
Console.WriteLine($"The server is bound to {endpoint}.");

// A DEALER sends it a message.
using ITransportLoop loop = new NetMQTransport().CreateLoop();
using ITransportSocket dealer = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
dealer.Connect(endpoint);

GreeterMsg message = GreeterMsg.CreateHello(sequence: 1, name: "Ada");
Console.WriteLine($"-> {message}");
var frames = new MultipartMessage();
var writer = new FrameWriter(frames);
message.Encode(ref writer);
dealer.Send(default, frames);

ReceivedMessage reply;
while (!dealer.TryReceive(out reply))
    loop.Wait(Timeout.InfiniteTimeSpan);
var reader = new FrameReader(reply.Frames);
Console.WriteLine(GreeterMsg.TryDecode(ref reader, message, out DecodeError error) ? $"<- {message}" : $"<- malformed: {error}");
