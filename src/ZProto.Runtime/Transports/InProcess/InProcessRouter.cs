using System.Buffers.Binary;
using ZProto.Codec;

namespace ZProto.Transports.InProcess;

/// <summary>A ROUTER: knows its peers by their routing ids.</summary>
internal sealed class InProcessRouter(InProcessLoop loop, InProcessEndpoints endpoints, SocketOptions options)
    : InProcessSocket(loop, endpoints, SocketType.Router, options)
{
    private readonly RoutingIdTable<InProcessPipe> _peers = new();
    private uint _lastId;

    protected override SendResult SendCore(ReadOnlySpan<byte> routingId, MultipartMessage frames)
        => _peers.Find(routingId) is { IsGone: false } end ? end.Other.Send(frames) : SendResult.PeerUnreachable;

    protected override void OnConnecting(InProcessPipe end)
    {
    }

    protected override void OnAttached(InProcessPipe end)
    {
        RoutingId given = end.Other.Socket!.Options.RoutingId;
        end.Id = given.IsEmpty ? NewId() : given;
        if (_peers.Find(end.Id.Span) is { } holder)
        {
            if (holder.IsGone)
            {
                Replace(holder, end);
            }
            else if (Options.RouterHandover ?? true)
            {
                // Mute, not cut off: it would connect again, and take the id back, without end.
                Mute(holder);
                TellDisplaced(holder);
                _peers.Remove(holder.Id, holder);
            }
            else
            {
                Mute(end);
                return;
            }
        }
        _peers.Add(end.Id, end);
        Open(end);
    }

    protected override void OnLost(InProcessPipe end)
    {
    }

    protected override void OnPeerEnded(InProcessPipe end)
    {
        // One that another has taken the place of is no one's any more.
        if (Options.ReportDisconnects && !end.IsMuted)
            Tell(new ConnectionEvent(ConnectionEventKind.Disconnected, end.Id));
    }

    // Not before: a peer that left messages keeps its id, so that one that comes back with it comes after them.
    protected override void OnForgotten(InProcessPipe end) => _peers.Remove(end.Id, end);

    // ZeroMQ's own ids: 0, which no peer should begin its own with, and a number.
    private RoutingId NewId()
    {
        Span<byte> id = stackalloc byte[1 + sizeof(uint)];
        id[0] = 0;
        do
            BinaryPrimitives.WriteUInt32BigEndian(id[1..], ++_lastId);
        while (_peers.Find(id) is not null);
        return new RoutingId(id);
    }
}
