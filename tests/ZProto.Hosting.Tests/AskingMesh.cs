namespace ZProto.Hosting.Tests;

/// <summary>A client of many servers.</summary>
public partial class AskingMesh
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _welcomed = [];

    /// <summary>Completes when two servers have welcomed it.</summary>
    public Task WelcomedByTwo => _enough.Task;

    public sealed partial class Peer
    {
        partial void OnInitialize() => SetNextEvent(Event.Greet);

        private partial void NoteIt()
        {
            if (Mesh._welcomed.Add(Key.ToString()) && Mesh._welcomed.Count == 2)
                Mesh._enough.SetResult();
        }
    }
}
