using ZProto;
using ZProto.Transports;

namespace Pirates;

/// <summary>Echoes. After three good requests it is slow now and then, until it crashes, as its faults decide.</summary>
internal sealed class UnreliableWorker(string name, Faults faults, TextWriter output, TimeProvider? time = null)
{
    private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_overload = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Works until it crashes, or the token is cancelled.</summary>
    public async Task RunAsync(ITransport transport, string endpoint, TimeSpan? heartbeat = null, CancellationToken cancellationToken = default)
    {
        await using var worker = new PirateWorker { Options = { Transport = transport, TimeProvider = time }, Heartbeat = heartbeat ?? TimeSpan.FromSeconds(1) };
        using var crash = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await worker.OpenAsync(endpoint, cancellationToken);
        Say($"ready at {endpoint}");
        try
        {
            await worker.RunAsync(WorkAsync, crash.Token);
        }
        catch (OperationCanceledException)
        {
            // It says nothing to its queue, as a process that is killed.
        }

        async Task<FrameList> WorkAsync(FrameList request)
        {
            Fault fault = faults.Next();
            if (fault == Fault.Crash)
            {
                Say("simulating a crash");
                await crash.CancelAsync();
            }
            else if (fault == Fault.Overload)
            {
                Say("simulating CPU overload");
                await Task.Delay(s_overload, _time, crash.Token);
            }
            await Task.Delay(s_work, _time, crash.Token);
            Say($"normal reply ({Number.Of(request)})");
            return request;
        }
    }

    private void Say(string line) => output.WriteLine($"{name}: {line}");
}
