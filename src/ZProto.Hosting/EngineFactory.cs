using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZProto.Transports;

namespace ZProto.Hosting;

/// <summary>Creates engines from what the container has.</summary>
internal static class EngineFactory
{
    /// <summary>Creates an engine: its constructor's arguments, then what the container has for its options, then the options as configured.</summary>
    /// <param name="services">The container.</param>
    /// <param name="registration">The name that the options are registered by.</param>
    public static TEngine Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEngine, TOptions>(
        IServiceProvider services, EngineRegistration registration)
        where TEngine : Engine<TOptions>
        where TOptions : EngineOptions, new()
    {
        TEngine engine = ActivatorUtilities.CreateInstance<TEngine>(services);
        TOptions options = engine.Options;
        if (registration.IsNamed)
            options.Name ??= registration.Name;
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        options.MeterFactory ??= services.GetService<IMeterFactory>();
        options.TimeProvider ??= services.GetService<TimeProvider>();
        ActivatorUtilities.CreateInstance<EngineOptionsFactory<TOptions>>(services, options).Create(registration.Name);
        // After the others: a loop has a transport, and an engine that has one of its own cannot share it.
        if (options.Transport is null)
            options.Loop ??= services.GetService<EventLoop>();
        if (options.Loop is null)
            options.Transport ??= services.GetService<ITransport>();
        return engine;
    }

    /// <summary>Refuses a class that a container cannot create.</summary>
    /// <exception cref="ArgumentException">The class has required members.</exception>
    public static void RequireInjectable(Type engine)
    {
        if (engine.IsDefined(typeof(RequiredMemberAttribute)) && !engine.GetConstructors().Any(constructor => constructor.IsDefined(typeof(SetsRequiredMembersAttribute))))
        {
            throw new ArgumentException(
                $"'{engine.Name}' has required members, which a container does not set. Let its constructor take their values instead.");
        }
    }
}
