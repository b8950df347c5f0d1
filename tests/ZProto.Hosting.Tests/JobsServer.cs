namespace ZProto.Hosting.Tests;

/// <summary>Does jobs by what it is given.</summary>
public partial class JobsServer(IWorkshop workshop)
{
    public IWorkshop Workshop => workshop;

    public sealed partial class Client
    {
        private partial void BeginTheJob()
        {
            string work = Message.Work;
            IWorkshop workshop = Server.Workshop;
            RunInBackground(_ => workshop.DoAsync(work), Event.Done, Event.Failed);
        }

        private partial void TakeTheResult() => Message.Work = (string)Argument!;

        private partial void SayWhy() => Message.Reason = ((Exception)Argument!).Message;
    }
}
