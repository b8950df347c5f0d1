namespace Majordomo;

public sealed partial class MdpAsyncClient
{
    private partial void Connect() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpen() => ReplyOpened();
}
