using ZProto;
using ZProto.Transports;

namespace Clone;

/// <summary>A server at work: alone, or one of a pair.</summary>
public sealed class CloneNode : IAsyncDisposable
{
    private readonly EventLoop _loop;
    private readonly ServerAddress _address;

    /// <summary>Creates a server.</summary>
    /// <param name="transport">What carries the messages.</param>
    /// <param name="role">Which of a pair it is; a server alone is a primary.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="peer">Where the other of the pair is; null for a server alone.</param>
    /// <param name="time">The clock, the system's if it is null.</param>
    /// <param name="changed">Is called with each state that the server is in, and when it has a snapshot of its peer; on the loop.</param>
    public CloneNode(ITransport transport, Role role, ServerAddress address, ServerAddress? peer = null, TimeProvider? time = null, Action<string>? changed = null)
    {
        time ??= TimeProvider.System;
        _address = address;
        _loop = new EventLoop(transport, time, $"clone {role}");
        Server = new CloneServer(_loop, time, role, address, peer)
        {
            StateChanged = state => changed?.Invoke(state == CloneServer.StarMachine.StateId.Active ? "active" : "passive"),
            ReplicaSynchronized = () => changed?.Invoke("synchronized"),
        };
    }

    /// <summary>Completes when the server has ended, by itself where both of the pair were active, or both passive.</summary>
    public Task Completion => Server.Completion;

    internal CloneServer Server { get; }

    /// <summary>Binds it, and begins.</summary>
    /// <exception cref="TransportException">An endpoint cannot be bound.</exception>
    public Task StartAsync() => Server.BindAsync(_address.Snapshots);

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Server.ReplicaEnded;
        await _loop.DisposeAsync();
    }
}
