using System.Threading.Channels;

namespace ZProto.Engines.Execution;

/// <summary>Brings what comes through a channel to a handler on the loop.</summary>
internal sealed class ChannelHandler<T>(IRegistrationOwner owner, ChannelReader<T> reader, Action<T> handler) : EngineRegistration(owner)
{
    // What one channel may have in a round of the loop, so that it cannot keep the sockets waiting.
    private const int MaxItemsPerRound = 1_000;

    private readonly CancellationTokenSource _end = new();

    public override void Begin() => _ = Platform.Run(PumpAsync);

    protected override void OnEnd() => _ = Platform.CancelAsync(_end);

    private async Task PumpAsync()
    {
        try
        {
            while (await reader.WaitToReadAsync(_end.Token).ConfigureAwait(Platform.ContinuesOnContext))
                await Owner.Loop.InvokeAsync(Drain, _end.Token).ConfigureAwait(Platform.ContinuesOnContext);
        }
        catch (Exception exception) when (IsEnded || exception is ObjectDisposedException)
        {
            // Its user, the engine or the loop has ended it.
        }
        catch (Exception exception)
        {
            // The channel was completed with it.
            Owner.Context.OnUserCodeException("channel of a handler", exception);
        }
        Dispose();
    }

    private bool Drain()
    {
        for (int count = 0; count < MaxItemsPerRound && !IsEnded && reader.TryRead(out T? item); count++)
            Owner.Context.RunGuarded(handler, item, "handler of a channel");
        return true;
    }
}
