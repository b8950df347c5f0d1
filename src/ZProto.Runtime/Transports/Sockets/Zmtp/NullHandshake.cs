using System.Buffers;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The handshake of the mechanism NULL: both send READY. Only where an authenticator decides, this end waits for the peer's.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "The NULL Security Mechanism".</remarks>
internal sealed class NullHandshake(LocalPeer local, string? domain, string peerAddress) : Handshake(local)
{
    public override HandshakeStatus Begin(IBufferWriter<byte> output)
    {
        if (domain is null)
            WriteMetadata(output, "READY"u8);
        return HandshakeStatus.Continue;
    }

    public override void Accept(IBufferWriter<byte> output)
    {
        if (domain is not null)
            WriteMetadata(output, "READY"u8);
    }

    protected override HandshakeStatus OnCommand(in Command command, IBufferWriter<byte> output)
    {
        if (command.Kind != CommandKind.Ready)
            return FailBy(command.Kind);
        HandshakeStatus status = TakeMetadata(command.Data, output);
        return status == HandshakeStatus.Done && domain is not null
            ? Ask(new AuthenticationRequest { Mechanism = SecurityMechanism.Null, Domain = domain, Address = peerAddress, RoutingId = Peer.RoutingId })
            : status;
    }

    protected override HandshakeStatus OnAdmitted(IBufferWriter<byte> output) => HandshakeStatus.Done;
}
