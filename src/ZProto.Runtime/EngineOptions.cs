using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ZProto.Transports;

namespace ZProto;

/// <summary>The options of an engine. Set them before the engine starts; a change after that throws.</summary>
public abstract class EngineOptions
{
    private bool _frozen;
    private string? _name;
    private ITransport? _transport;
    private EventLoop? _loop;
    private TimeProvider? _time;
    private ILoggerFactory? _loggers;
    private IMeterFactory? _meters;
    private SocketOptions _socket = new();
    private Func<AuthenticationRequest, CancellationToken, ValueTask<AuthenticationResult>>? _authenticate;

    private protected EngineOptions()
    {
    }

    /// <summary>
    /// The engine's name: in its log lines, of its thread, and in the tag <c>zproto.engine</c> of its measurements.
    /// Null, the default, for the name of its class, with <c>#2</c>, <c>#3</c> and so on for further live engines of that class; after
    /// the start, the name that it got.
    /// </summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public string? Name
    {
        get => _name;
        set => Set(ref _name, value);
    }

    /// <summary>
    /// The transport; null for the loop's, or else the default that the engine was compiled with: the project's
    /// <c>ZProtoTransport</c>, or the first of NetMQ and libzmq that the project references, or a <see cref="SocketsTransport"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public ITransport? Transport
    {
        get => _transport;
        set => Set(ref _transport, value);
    }

    /// <summary>The loop to share with other engines; null for one of the engine's own.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public EventLoop? Loop
    {
        get => _loop;
        set => Set(ref _loop, value);
    }

    /// <summary>The clock; null for the loop's, or the system's.</summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public TimeProvider? TimeProvider
    {
        get => _time;
        set => Set(ref _time, value);
    }

    /// <summary>
    /// Creates the engine's logger; null, the default, for warnings and errors on the program's stderr. <c>NullLoggerFactory.Instance</c>
    /// silences the engine.
    /// </summary>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public ILoggerFactory? LoggerFactory
    {
        get => _loggers;
        set => Set(ref _loggers, value);
    }

    /// <summary>Creates the engine's meter <c>ZProto</c>; null for one that the program's engines share.</summary>
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

    /// <summary>
    /// Decides which peers a server admits, by user name and password, or public key, and address. An exception refuses the peer and is
    /// logged, and so does a decision that takes longer than 5 seconds. Null, the default, for no decision.
    /// </summary>
    /// <remarks>
    /// Called off the loop, for at most 16 peers at a time, on the engine's own threads: one that blocks delays no other work of the
    /// process. Its token is cancelled after the 5 seconds. It applies however the mechanism was set: by the configuration's
    /// <c>security</c>, or else by <see cref="Socket"/>; without a mechanism it decides on the address alone. With PLAIN and CURVE no
    /// peer is admitted without it. It is an error when the server starts if the transport does not support it. Compare passwords by
    /// <see cref="Passwords.Match"/>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public Func<AuthenticationRequest, CancellationToken, ValueTask<AuthenticationResult>>? Authenticate
    {
        get => _authenticate;
        set => Set(ref _authenticate, value);
    }

    /// <summary>Sets <see cref="Authenticate"/> to a synchronous decision.</summary>
    /// <param name="decide">Returns the user id of a peer that is admitted, or null to refuse it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="decide"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public void AuthenticateBy(Func<AuthenticationRequest, string?> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        Authenticate = (request, _) => decide(request) is { } userId ? AuthenticationResult.Admitted(userId) : AuthenticationResult.Refused;
    }

    /// <summary>Fixes the options, and gives the loop that they lead to.</summary>
    /// <param name="name">The name of a loop of the engine's own.</param>
    /// <param name="defaultTransport">What such a loop is on where neither a transport nor a loop is named.</param>
    /// <param name="isOwn">Whether the loop is the engine's own.</param>
    internal EventLoop Freeze(string name, Func<ITransport> defaultTransport, out bool isOwn)
    {
        if (_frozen)
            throw new InvalidOperationException("The options are those of another engine, which has started; give each engine its own.");
        if (_loop is not null && _transport is not null && !ReferenceEquals(_transport, _loop.Transport))
            throw new InvalidOperationException($"The engine's transport is {_transport.Name}, and that of its loop is {_loop.Transport.Name}; leave one of them unset.");
        isOwn = _loop is null;
        EventLoop loop = _loop ?? new EventLoop(_transport ?? defaultTransport(), _time, name);
        _frozen = true;
        _name = name;
        return loop;
    }

    private protected void Set<T>(ref T field, T value)
    {
        if (_frozen)
            throw new InvalidOperationException("The engine has started, and its options are fixed.");
        field = value;
    }

    /// <summary>Sets a time of more than zero, or without end.</summary>
    private protected void SetTimeout(ref TimeSpan field, TimeSpan value)
    {
        if (value != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        Set(ref field, value);
    }

    /// <summary>Sets a limit of zero or more.</summary>
    private protected void SetLimit<T>(ref T field, T value)
        where T : System.Numerics.INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, T.Zero);
        Set(ref field, value);
    }
}
