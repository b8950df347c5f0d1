using ZProto;
using ZProto.Configuration;
using ZProto.PublishedApp;

// Every kind of message to frames and back, and to ZPL and back: what trimming must not break.
ZprotoExample[] messages =
[
    ZprotoExample.CreateLog(1, 2, 3, 4, 5, 6, "host", "data"),
    ZprotoExample.CreateStructures(1, ["one", "two"], [KeyValuePair.Create("key", "value")]),
    ZprotoExample.CreateBinary(1, [1, 2, 3, 4], [5], Guid.NewGuid(), [6], ["first"u8.ToArray(), "second"u8.ToArray()]),
    ZprotoExample.CreateTypes(1, "a", "b", "c", "d", "e", "f", "g", "h"),
];
foreach (ZprotoExample message in messages)
{
    var received = new ZprotoExample();
    if (!received.TryReadFrames(message.ToFrames(), out DecodeError error))
        throw new InvalidDataException(error.ToString());
    if (!received.ContentEquals(message) || !ZprotoExample.FromZpl(ZplReader.Parse(message.ToZpl().ToString())).ContentEquals(message))
        throw new InvalidDataException($"{message} came back as {received}");
    Console.WriteLine(received);
}

WireTopic topic = WireTopic.CreateNumbers(1, 2, 3, 4, 5);
topic.Topic = "weather/brussels";
Console.WriteLine(topic);
Console.WriteLine($"{messages.Length + 1} messages on .NET {Environment.Version.Major}");
