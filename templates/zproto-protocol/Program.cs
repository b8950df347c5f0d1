using MyNamespace;
using ZProto;

byte[][] frames = GreeterMsg.CreateHello(sequence: 1, name: "Ada").ToFrames();
Console.WriteLine(Convert.ToHexString(frames[0]));

var received = new GreeterMsg();
if (received.TryReadFrames(frames, out DecodeError error))
    Console.WriteLine(received);
else
    Console.WriteLine($"Malformed: {error}");
