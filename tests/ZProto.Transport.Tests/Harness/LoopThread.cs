using System.Collections.Concurrent;

namespace ZProto.Transport.Tests;

/// <summary>A transport's loop on a thread of its own, which does what it is asked to and otherwise sleeps in the loop.</summary>
public sealed class LoopThread : IDisposable
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<TestSocket> _sockets = [];
    private readonly TaskCompletionSource<ITransportLoop> _loop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ends;

    public LoopThread(ITransport transport)
    {
        var thread = new Thread(() => Run(transport)) { IsBackground = true, Name = transport.Name };
        thread.Start();
    }

    /// <summary>Makes a socket.</summary>
    public Task<TestSocket> Socket(SocketType kind, SocketOptions? options = null) => Do(loop =>
    {
        var socket = new TestSocket(this, loop.CreateSocket(kind, options ?? new SocketOptions()), kind);
        _sockets.Add(socket);
        return socket;
    });

    /// <summary>Does something on the thread.</summary>
    public async Task<T> Do<T>(Func<ITransportLoop, T> function, ProgressDeadline? deadline = null)
    {
        ITransportLoop loop = await _loop.Task.WaitAsync(Deadline.Span);
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            try
            {
                result.SetResult(function(loop));
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        loop.Wake();
        Task<Task> first = Task.WhenAny(result.Task, _ended.Task);
        await (deadline ?? new ProgressDeadline()).WaitAsync(first);
        if (await first != result.Task)
            await _ended.Task;
        return await result.Task.WaitAsync(Deadline.Span);
    }

    /// <summary>Does something on the thread.</summary>
    public Task Do(Action<ITransportLoop> action) => Do(loop =>
    {
        action(loop);
        return true;
    });

    /// <summary>Ends the thread, disposes the loop with the sockets still there, and says if anything on it went wrong.</summary>
    public void Dispose()
    {
        _ends = true;
        if (_loop.Task.IsCompletedSuccessfully)
            _loop.Task.Result.Wake();
        if (!_ended.Task.ContinueWith(_ => { }, TaskScheduler.Default).Wait(Deadline.Span))
            throw new TimeoutException($"The loop did not end within {Deadline.Span.TotalSeconds} seconds.");
        _ended.Task.GetAwaiter().GetResult();
    }

    internal void Remove(TestSocket socket) => _sockets.Remove(socket);

    private void Run(ITransport transport)
    {
        try
        {
            using ITransportLoop loop = transport.CreateLoop();
            _loop.SetResult(loop);
            while (!_ends)
            {
                bool isAsked = !_posted.IsEmpty;
                foreach (TestSocket socket in _sockets)
                    socket.IsPaused = false;
                while (_posted.TryDequeue(out Action? action))
                    action();
                // Over messages that no one wants the loop sleeps until somebody asks for something.
                foreach (TestSocket socket in _sockets)
                    socket.IsPaused = !socket.Serve() && !isAsked;
                loop.Wait(Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception e)
        {
            _loop.TrySetException(e);
            _ended.SetException(e);
            return;
        }
        _ended.SetResult();
    }
}
