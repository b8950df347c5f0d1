using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ZProto.Transport;

namespace ZProto;

/// <summary>What an engine runs on. Set before the engine starts; a change after that throws.</summary>
public class EngineOptions
{
    private bool _frozen;
    private ITransport? _transport;
    private EngineLoop? _loop;
    private TimeProvider? _time;
    private ILoggerFactory? _loggers;
    private IMeterFactory? _meters;
    private SocketOptions _socket = new();

    internal EngineOptions()
    {
    }

    /// <summary>What carries the frames; null for the loop's, or in-process.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public ITransport? Transport
    {
        get => _transport;
        set => Set(ref _transport, value);
    }

    /// <summary>The loop to share with other engines; null for one of the engine's own.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public EngineLoop? Loop
    {
        get => _loop;
        set => Set(ref _loop, value);
    }

    /// <summary>What tells the time; null for the loop's, or the system's clock.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public TimeProvider? TimeProvider
    {
        get => _time;
        set => Set(ref _time, value);
    }

    /// <summary>Where the engine logs to; null for nowhere.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public ILoggerFactory? LoggerFactory
    {
        get => _loggers;
        set => Set(ref _loggers, value);
    }

    /// <summary>What makes the meter <c>ZProto</c> that the engine counts with; null for one that the program shares.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public IMeterFactory? MeterFactory
    {
        get => _meters;
        set => Set(ref _meters, value);
    }

    /// <summary>How the engine's socket is set up.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public SocketOptions Socket
    {
        get => _socket;
        set => Set(ref _socket, value);
    }

    /// <summary>Fixes the options, and gives the loop that they lead to.</summary>
    internal EngineLoop Freeze(string name, out bool isOwn)
    {
        _frozen = true;
        isOwn = _loop is null;
        if (_loop is null)
            return new EngineLoop(_transport ?? InProcessTransport.Shared, _time, name);
        if (_transport is not null && !ReferenceEquals(_transport, _loop.Transport))
            throw new InvalidOperationException($"The engine's transport is {_transport.Name}, and that of its loop is {_loop.Transport.Name}; leave one of them unset.");
        return _loop;
    }

    private protected void Set<T>(ref T field, T value)
    {
        if (_frozen)
            throw new InvalidOperationException("The engine has started, and its options are fixed.");
        field = value;
    }
}
