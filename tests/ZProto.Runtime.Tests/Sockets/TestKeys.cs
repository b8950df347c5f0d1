using ZProto.Transports;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>The keys of libzmq's manual (zmq_curve).</summary>
internal static class TestKeys
{
    public static CurveKeyPair Server { get; } = new("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");

    public static CurveKeyPair Client { get; } = new("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");
}
