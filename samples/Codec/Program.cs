using Sample;
using ZProto;

byte[][] frames = HelloMsg.CreateHello(sequence: 1, name: "World").ToFrames();
var received = new HelloMsg();
if (received.TryReadFrames(frames, out DecodeError error))
    Console.WriteLine($"{Convert.ToHexString(frames[0])} is {received.Command} to {received.Name}");
else
    Console.WriteLine($"Malformed: {error}");
