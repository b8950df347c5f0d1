using ZProto.Engines.Execution;

namespace ZProto;

/// <summary>An engine with its options.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class Engine<TOptions> : Engine
    where TOptions : EngineOptions, new()
{
    private readonly TOptions _options = new();

    private protected Engine(EngineSettings settings)
        : base(settings)
    {
    }

    /// <summary>The engine's options: set in place, as in <c>new HelloServer { Options = { Name = "hello" } }</c>, or given as a whole, such as one bound to a configuration. Fixed when it starts.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TOptions Options
    {
        get => _options;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _options = value;
        }
    }

    private protected sealed override EngineOptions UntypedOptions => _options;
}
