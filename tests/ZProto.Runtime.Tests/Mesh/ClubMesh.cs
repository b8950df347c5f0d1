namespace ZProto.Runtime.Tests;

/// <summary>Lets two guests in each day.</summary>
public sealed partial class ClubMesh
{
    private const int Places = 2;

    public List<string> Log { get; } = [];

    partial void OnInitialize() => Log.Add($"the mesh starts, with its door {Door.State}");

    partial void OnTerminate() => Log.Add($"the mesh ends, with its door {(Door.IsAlive ? "there" : "gone")}");

    protected override bool Admit(MeshMsg message) => message.Id == MeshMsg.MessageId.Hello;

    public sealed partial class Peer
    {
        private partial void Knock()
        {
            bool isRefused = Mesh.Door.Raise(DoorMachine.Event.Guest);
            Mesh.Log.Add($"{Key} {(isRefused ? "stays outside" : "comes in")}");
            if (isRefused)
                SetException(Event.Refused);
        }
    }

    public sealed partial class DoorMachine
    {
        private int _guests;

        partial void OnInitialize() => Mesh.Log.Add("the door starts");

        partial void OnTerminate() => Mesh.Log.Add("the door ends");

        private partial void Count()
        {
            if (++_guests < Places)
                return;
            _guests = 0;
            SetNextEvent(Event.Full);
            SetTimer(TimeSpan.FromHours(8), Event.Morning);
        }
    }
}
