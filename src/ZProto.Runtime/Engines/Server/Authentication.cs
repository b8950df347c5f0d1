using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>
/// Has decisions on peers made on threads of its own, a few at a time, each within a time: however slow they are, they take neither the
/// loop nor the thread pool from others.
/// </summary>
/// <param name="authenticator">Who decides.</param>
/// <param name="failed">What hears of exceptions in that.</param>
/// <param name="timeout">How long a decision may take, with the wait for its turn, before it is a refusal.</param>
internal sealed class Authentication(IAuthenticator authenticator, Action<Exception> failed, TimeSpan timeout) : IAuthenticator
{
    private const int MaxAtOnce = 16;
    private const int MaxWaiting = 1_000;

    private readonly object _gate = new();
    private readonly Queue<Decision> _waiting = new();
    private int _atOnce;

    public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
    {
        var decision = new Decision(request, timeout, cancellationToken);
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                decision.End(AuthenticationResult.Refused);
                decision.Dispose();
                return new ValueTask<AuthenticationResult>(decision.Result);
            }
            _waiting.Enqueue(decision);
            if (_atOnce == MaxAtOnce)
                return new ValueTask<AuthenticationResult>(decision.Result);
            _atOnce++;
        }
        StartThread();
        return new ValueTask<AuthenticationResult>(decision.Result);
    }

    private void StartThread()
        => new Thread(Decide) { IsBackground = true, Name = "ZProto authentication" }.UnsafeStart();

    // One thread for one decision at a time; where a decision waits for something, the thread ends and another goes on after it.
    private void Decide()
    {
        while (TryTake(out Decision? decision))
        {
            Task<AuthenticationResult> task = Begin(decision);
            if (!task.IsCompleted)
            {
                _ = task.ContinueWith(
                    ended =>
                    {
                        End(decision, ended);
                        StartThread();
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
                return;
            }
            End(decision, task);
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Decision? decision)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out decision))
            {
                // No one waits for one whose time is up.
                if (!decision.Result.IsCompleted)
                    return true;
                decision.Dispose();
            }
            _atOnce--;
            return false;
        }
    }

    private Task<AuthenticationResult> Begin(Decision decision)
    {
        try
        {
            return authenticator.AuthenticateAsync(decision.Request, decision.Token).AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException<AuthenticationResult>(exception);
        }
    }

    private void End(Decision decision, Task<AuthenticationResult> task)
    {
        if (task.IsFaulted)
            failed(task.Exception.InnerException ?? task.Exception);
        decision.End(task.IsCompletedSuccessfully ? task.Result : AuthenticationResult.Refused);
        decision.Dispose();
    }

    /// <summary>One that is waited for, until its time is up.</summary>
    private sealed class Decision : IDisposable
    {
        private readonly TaskCompletionSource<AuthenticationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _cancellation;

        public Decision(AuthenticationRequest request, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Request = request;
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Token = _cancellation.Token;
            Token.UnsafeRegister(static state => ((Decision)state!).End(AuthenticationResult.Refused), this);
            _cancellation.CancelAfter(timeout);
        }

        public AuthenticationRequest Request { get; }

        public CancellationToken Token { get; }

        public Task<AuthenticationResult> Result => _result.Task;

        public void End(AuthenticationResult result) => _result.TrySetResult(result);

        public void Dispose() => _cancellation.Dispose();
    }
}
