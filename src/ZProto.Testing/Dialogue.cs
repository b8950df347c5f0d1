using System.Diagnostics;
using ZProto.Engines;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>Runs a model's selftest: a DEALER on the caller's thread, and the server on its loop.</summary>
internal sealed class Dialogue<TMessage, TClient> : IDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient<TMessage>
{
    /// <summary>How long an answer may take in real time: only a step that fails takes so long.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>How far the clock is advanced at a time, and at most, until a message comes.</summary>
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly ServerEngine<TMessage, TClient> _server;
    private readonly TestEnvironment _environment;
    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _dealer;
    private IMultipartMessage _received = new MultipartMessage();

    public Dialogue(ServerEngine<TMessage, TClient> server)
    {
        _environment = new TestEnvironment(server, server.Options);
        _server = server;
        _loop = _environment.Transport.CreateLoop();
        _dealer = _loop.CreateSocket(SocketType.Dealer, new SocketOptions());
    }

    public async Task RunAsync()
    {
        IReadOnlyList<SelfTestStep> steps = _server.SelfTest;
        if (steps.Count == 0)
            throw new SelfTestException($"The model {_server.ModelName} has no <selftest>.");
        _dealer.Connect(await _server.BindAsync("inproc://selftest").ConfigureAwait(false));
        for (int i = 0; i < steps.Count; i++)
            await RunAsync(steps[i], $"{steps[i].Location}: step {i + 1} of {_server.ModelName}'s selftest").ConfigureAwait(false);
    }

    public void Dispose()
    {
        _dealer.Dispose();
        _loop.Dispose();
    }

    private async Task RunAsync(SelfTestStep step, string name)
    {
        if (step.Send is not null)
            Send(step.Send, name);
        if (step.Raise is { } raise)
            await _server.InvokeAsync(raise).ConfigureAwait(false);
        if (step.Receive is not null)
            await ReceiveAsync(step, name).ConfigureAwait(false);
        if (step is { State: { } state, GetState: { } current })
            await ExpectAsync(state, current, waits: step.Raise is null, name).ConfigureAwait(false);
    }

    /// <summary>Expects a state of a machine: at once, or once the clock has been advanced.</summary>
    private async Task ExpectAsync(string state, Func<string> current, bool waits, string name)
    {
        TimeSpan turned = TimeSpan.Zero;
        string found;
        while ((found = await _server.InvokeAsync(current).ConfigureAwait(false)) != state)
        {
            if (!waits || turned >= s_longest)
                throw new SelfTestException($"{name} expected the state {state}, and it is {found}{(waits ? $" after the {s_longest.TotalMinutes} minutes that the clock was turned" : "")}.{_environment.Log}");
            turned += s_turn;
            _environment.Clock.Advance(s_turn);
            await _environment.SettleAsync().ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(SelfTestStep step, string name)
    {
        bool came = step.Send is not null ? HasAnswer() : await HasMessageAsync().ConfigureAwait(false);
        string expected = $"{name}{(step.Send is null ? "" : $" sent {step.Send} and")} expected {step.Receive}";
        if (!came)
            throw new SelfTestException($"{expected}, and nothing came in {(step.Send is not null ? $"{s_patience.TotalSeconds} seconds" : $"the {s_longest.TotalMinutes} minutes that the clock was turned")}.{_environment.Log}");
        var message = new TMessage();
        var reader = new FrameReader(_received);
        if (!TMessage.TryDecode(ref reader, message, MessageRole.Server, out DecodeError error))
            throw new SelfTestException($"{expected}, and what came is malformed: {error}");
        if (message.Command != step.Receive)
            throw new SelfTestException($"{expected}, and {message} came.{_environment.Log}");
    }

    private void Send(IProtocolMessage message, string name)
    {
        var frames = new MultipartMessage();
        var writer = new FrameWriter(frames);
        try
        {
            message.Encode(ref writer);
        }
        catch (MessageEncodeException exception)
        {
            throw new SelfTestException($"{name} cannot send {message.Command}: {exception.Message}", exception);
        }
        _dealer.Send(default, frames);
    }

    /// <summary>Waits for a message, as the server's work off its loop may take real time.</summary>
    private bool HasAnswer()
    {
        long start = Stopwatch.GetTimestamp();
        while (!TryReceive())
        {
            TimeSpan rest = s_patience - Stopwatch.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero)
                return false;
            _loop.Wait(rest);
        }
        return true;
    }

    private bool TryReceive()
    {
        bool isThere = _dealer.TryReceive(out ReceivedMessage message);
        _received = message.Frames;
        return isThere;
    }

    /// <summary>Advances the clock until a message comes.</summary>
    private async Task<bool> HasMessageAsync()
    {
        for (TimeSpan turned = TimeSpan.Zero; !TryReceive(); turned += s_turn)
        {
            if (turned >= s_longest)
                return false;
            _environment.Clock.Advance(s_turn);
            await _environment.SettleAsync().ConfigureAwait(false);
        }
        return true;
    }
}
