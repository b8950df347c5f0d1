namespace ZProto.Transports.Sockets.Polling;

/// <summary>Watches the descriptors of one loop, level-triggered.</summary>
internal abstract class Poller : IDisposable
{
    /// <summary>Creates the best poller that this system has.</summary>
    /// <param name="isPortable">Whether it is to be the one that every system has, for tests.</param>
    /// <exception cref="TransportException">The system gives none.</exception>
    public static Poller Create(bool isPortable) => OperatingSystem.IsLinux() && !isPortable ? new EpollPoller() : new PollPoller();

    /// <summary>Starts to watch a descriptor.</summary>
    /// <param name="item">Whose it is; not watched yet.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="interest">What to watch for.</param>
    public abstract void Add(Pollable item, nint descriptor, Readiness interest);

    /// <summary>Changes what a descriptor is watched for. Does nothing where it is not watched.</summary>
    public abstract void Update(Pollable item, Readiness interest);

    /// <summary>Stops watching a descriptor, before it is closed. Does nothing where it is not watched.</summary>
    public abstract void Remove(Pollable item);

    /// <summary>Waits until a descriptor is ready, and tells each item whose is. May return early with none.</summary>
    /// <param name="milliseconds">How long at most; -1 for as long as it takes.</param>
    public abstract void Poll(int milliseconds);

    public abstract void Dispose();
}
