using System.Collections.Concurrent;

namespace ZProto.Runtime.Tests;

public sealed partial class ServiceServer
{
    public BlockingCollection<string> Log { get; } = [];

    public sealed partial class Client
    {
        private partial void NoteReady()
        {
            Server.Log.Add(Message.ToString());
            Message.Client.Clear();
            Message.Client.Add("a client"u8);
            Message.Body.Add("a request"u8);
        }

        private partial void NoteReply() => Server.Log.Add(Message.ToString());
    }
}

public sealed partial class ServiceClient
{
    private partial void Connect() => Dealer.Connect(Args.Endpoint);

    private partial void Prepare()
    {
        Message.Service = Args.Service;
        Message.Body.CopyFrom(Args.Body);
    }

    private partial void GiveTheAnswer() => ReplyAnswer(Message.Service, Message.TakeBody());
}
