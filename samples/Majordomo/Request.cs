using ZProto;

namespace Majordomo;

/// <summary>A request that waits for a worker, or is with one.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="Service">The service that is asked.</param>
/// <param name="Body">What for.</param>
/// <param name="Received">When it came, as a timestamp of the broker's clock.</param>
internal sealed record Request(MdpBroker.Client Client, string Service, FrameList Body, long Received)
{
    /// <summary>Whether an address that a worker sends is this client's: precisely one frame, says RFC 7.</summary>
    public bool IsFrom(FrameList address) => address.Count == 1 && address[0].Span.SequenceEqual(Client.RoutingId.Span);
}
