namespace ZProto.Hosting.Tests;

/// <summary>Equals that do jobs for each other, each known by its endpoint.</summary>
public partial class RingMesh(IWorkshop workshop)
{
    protected override bool Admit(RingMsg message) => message.Id == RingMsg.MessageId.Hello;

    private partial void Work(string work)
    {
        foreach (Peer peer in GetPeers())
            SendEvent(peer, Event.Ask, work);
    }

    public sealed partial class Peer
    {
        partial void OnInitialize()
        {
            if (!Message.HasId)
                SetNextEvent(Event.Greet);
        }

        private partial void TellTheEndpoint() => Message.Endpoint = Mesh.Endpoints[0];

        private partial void TakeTheEndpoint() => SetEndpoint(Message.Endpoint);

        private partial void BeginTheJob()
        {
            string work = Message.Work;
            IWorkshop workshop = Mesh.Workshop;
            RunInBackground(_ => workshop.DoAsync(work), Event.Finished, Event.Failed);
        }

        private partial void TakeTheResult() => Message.Work = (string)Argument!;

        private partial void NameTheWork() => Message.Work = (string)Argument!;

        private partial void GiveTheResult() => ReplyWorked(Message.Work);
    }

    private IWorkshop Workshop => workshop;
}
