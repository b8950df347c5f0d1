namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqDialogueConformance : DialogueConformance
{
    protected override CurveKeyPair StrangersKeys => LibZmqTransport.GenerateCurveKeyPair();

    protected override ITransport CreateOther() => new LibZmqTransport();
}
