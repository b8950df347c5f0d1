using System.Buffers;
using System.Text;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The server's side of the mechanism PLAIN: the authenticator decides after HELLO.</summary>
/// <remarks>Source: ZeroMQ RFC 24 (ZMTP-PLAIN).</remarks>
internal sealed class PlainServerHandshake(LocalPeer local, string domain, string peerAddress) : Handshake(local)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private bool _admitted;

    public override void Accept(IBufferWriter<byte> output) => WriteMetadata(output, "READY"u8);

    protected override HandshakeStatus OnCommand(in Command command, IBufferWriter<byte> output)
    {
        switch (command.Kind)
        {
            case CommandKind.Hello when !_admitted && TryReadTexts(command.Data, out string? userName, out string? password):
                return Ask(new AuthenticationRequest { Mechanism = SecurityMechanism.Plain, Domain = domain, Address = peerAddress, UserName = userName, Password = password });
            case CommandKind.Initiate when _admitted:
                return TakeMetadata(command.Data, output);
            default:
                return FailBy(command.Kind);
        }
    }

    protected override HandshakeStatus OnAdmitted(IBufferWriter<byte> output)
    {
        _admitted = true;
        CommandWriter.Write(output, "WELCOME"u8, []);
        return HandshakeStatus.Continue;
    }

    private static bool TryReadTexts(ReadOnlySpan<byte> data, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? first, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? second)
    {
        first = second = null;
        if (data.IsEmpty || data[0] + 1 >= data.Length || data[0] + 1 + 1 + data[data[0] + 1] != data.Length)
            return false;
        try
        {
            first = s_utf8.GetString(data.Slice(1, data[0]));
            second = s_utf8.GetString(data[(data[0] + 2)..]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
