namespace ZProto.Hosting.Tests;

/// <summary>Ends no job before its gate opens.</summary>
internal sealed class GatedWorkshop : IWorkshop
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _begun = new(0);

    /// <summary>Completes when one more job has begun.</summary>
    public Task WhenBegunAsync() => _begun.WaitAsync(TestHost.Patience);

    public void Open() => _gate.TrySetResult();

    public async Task<string> DoAsync(string work)
    {
        _begun.Release();
        await _gate.Task;
        return $"{work}: done";
    }
}
