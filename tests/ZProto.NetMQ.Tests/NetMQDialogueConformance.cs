using ZProto.Transport.Tests;
using ZProto.Transports;

namespace ZProto.NetMQ.Tests;

public sealed class NetMQDialogueConformance : DialogueConformance
{
    protected override CurveKeyPair StrangersKeys => NetMQTransport.GenerateCurveKeyPair();

    protected override ITransport CreateOther() => new NetMQTransport();
}
