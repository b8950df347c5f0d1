using System.Buffers;
using System.Text;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The client's side of the mechanism PLAIN: HELLO with name and password, then INITIATE.</summary>
/// <remarks>Source: ZeroMQ RFC 24 (ZMTP-PLAIN).</remarks>
internal sealed class PlainClientHandshake(LocalPeer local, SocketSecurity.PlainClient client) : Handshake(local)
{
    private bool _welcome;

    public override HandshakeStatus Begin(IBufferWriter<byte> output)
    {
        int nameLength = Encoding.UTF8.GetByteCount(client.UserName);
        int passwordLength = Encoding.UTF8.GetByteCount(client.Password);
        Span<byte> data = CommandWriter.Start(output, "HELLO"u8, 1 + nameLength + 1 + passwordLength, out int frameSize);
        WriteText(data, client.UserName, nameLength);
        WriteText(data[(1 + nameLength)..], client.Password, passwordLength);
        output.Advance(frameSize);
        return HandshakeStatus.Continue;
    }

    protected override HandshakeStatus OnCommand(in Command command, IBufferWriter<byte> output)
    {
        switch (command.Kind)
        {
            case CommandKind.Welcome when !_welcome && command.Data.IsEmpty:
                _welcome = true;
                WriteMetadata(output, "INITIATE"u8);
                return HandshakeStatus.Continue;
            case CommandKind.Ready when _welcome:
                return TakeMetadata(command.Data, output);
            default:
                return FailBy(command.Kind);
        }
    }

    // What libzmq 4.3 sends as ERROR: its source says "\x5ERROR", where C takes E for a digit.
    protected override HandshakeStatus OnMalformed(ReadOnlySpan<byte> body)
        => body is [(byte)'^', (byte)'R', (byte)'R', (byte)'O', (byte)'R', byte length, .. var reason] && reason.Length == length ? Refused(reason) : base.OnMalformed(body);

    private static void WriteText(Span<byte> destination, string text, int length)
    {
        destination[0] = checked((byte)length);
        Encoding.UTF8.GetBytes(text, destination[1..]);
    }
}
