using System.Diagnostics;

namespace ZProto.Transports.InProcess;

/// <summary>A PULL: only receives.</summary>
internal sealed class InProcessPull(InProcessLoop loop, InProcessEndpoints endpoints, SocketOptions options)
    : InProcessSocket(loop, endpoints, SocketType.Pull, options)
{
    protected override SendResult SendCore(ReadOnlySpan<byte> routingId, MultipartMessage frames) => throw new UnreachableException();

    protected override void OnConnecting(InProcessPipe end) => Open(end);

    protected override void OnAttached(InProcessPipe end) => Open(end);

    protected override void OnLost(InProcessPipe end)
    {
    }

    protected override void OnForgotten(InProcessPipe end)
    {
    }
}
