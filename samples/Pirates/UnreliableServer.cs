using ZProto;

namespace Pirates;

public sealed partial class UnreliableServer
{
    private readonly Faults _faults;
    private readonly TextWriter _output;

    internal UnreliableServer(Faults faults, TextWriter output) => (_faults, _output) = (faults, output);

    private void Say(string line) => _output.WriteLine($"server: {line}");

    // It says nothing to its clients, as a process that is killed.
    private void End()
    {
        Say("simulating a crash");
        _ = DisposeAsync().AsTask();
    }

    public sealed partial class Client
    {
        private readonly FrameList _body = new();

        private partial void SeeWhatGoesWrong()
        {
            _body.ReplaceWith(Message.Body);
            SetNextEvent(Server._faults.Next() switch
            {
                Fault.Crash => Event.Crash,
                Fault.Overload => Event.Overload,
                _ => Event.Work,
            });
        }

        private partial void Stall()
        {
            Server.Say("simulating CPU overload");
            SetTimer(TimeSpan.FromSeconds(2), Event.Work);
        }

        private partial void Work()
        {
            Server.Say($"normal request ({Number.Of(_body)})");
            SetTimer(TimeSpan.FromSeconds(1), Event.Done);
        }

        private partial void FillTheReply() => Message.Body.ReplaceWith(_body);

        private partial void Crash() => Server.End();
    }
}
