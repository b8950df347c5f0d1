using ZProto;
using ZProto.Transports;

namespace Nom;

/// <summary>A client by hand, as in the Guide: a DEALER that prints what it sends and receives.</summary>
internal sealed class Peer<TMessage> : IDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _dealer;

    public Peer(ITransport transport, string endpoint)
    {
        _loop = transport.CreateLoop();
        _dealer = _loop.CreateSocket(SocketType.Dealer, new SocketOptions());
        _dealer.Connect(endpoint);
    }

    public void Ask(TMessage message)
    {
        Console.WriteLine($"C: {message}");
        var frames = new MultipartMessage();
        var writer = new FrameWriter(frames);
        message.Encode(ref writer);
        _dealer.Send(default, frames);
        Receive();
    }

    public void Receive()
    {
        ReceivedMessage received;
        while (!_dealer.TryReceive(out received))
            _loop.Wait(Timeout.InfiniteTimeSpan);
        var message = new TMessage();
        var reader = new FrameReader(received.Frames);
        Console.WriteLine(TMessage.TryDecode(ref reader, message, out DecodeError error) ? $"S: {message}" : $"S: malformed: {error}");
    }

    public void Dispose() => _loop.Dispose();
}
