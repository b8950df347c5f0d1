using Hello;
using ZProto;

byte[][] frames = HelloMsg.CreateHello(sequence: 1, name: "Ada").ToFrames();
var received = new HelloMsg();
Console.WriteLine(received.TryReadFrames(frames, out DecodeError error) ? received.Name : $"Malformed: {error}");
