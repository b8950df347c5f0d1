using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZProto;
using ZProto.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds servers, clients and meshes to a host, which starts and stops them.</summary>
public static class ZProtoServiceCollectionExtensions
{
    /// <summary>
    /// Adds a server: a singleton with constructor injection, which is bound when the host starts, and drained by
    /// <see cref="ServerEngine.StopAsync"/> when the host stops.
    /// </summary>
    /// <remarks>
    /// Its <see cref="ServerOptions"/> and <see cref="HostedServerOptions"/> are named options. Both are bound to the section
    /// <c>ZProto:Servers:NAME</c> of the configuration. Its health checks are <c>zproto.server.NAME.loop</c>, with the tag <c>live</c>,
    /// and <c>zproto.server.NAME.bound</c>, with the tag <c>ready</c>.
    /// </remarks>
    /// <typeparam name="TServer">The server's class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="endpoint">The endpoint; null if the configuration has <see cref="HostedListenerOptions.Endpoints"/>, which win over this one.</param>
    /// <param name="configure">Sets options of the server, after the configuration has; null for none.</param>
    /// <param name="name">
    /// The server's name, for several of one class: it is then a keyed service. Null for the name of its class.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException">A server has that name already, or the class has required members, which a container does not set.</exception>
    public static IServiceCollection AddZProtoServer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TServer>(
        this IServiceCollection services, string? endpoint = null, Action<ServerOptions>? configure = null, string? name = null)
        where TServer : ServerEngine
    {
        ArgumentNullException.ThrowIfNull(services);
        EngineRegistration registration = AddEngine<TServer, ServerOptions, HostedServerOptions>(services, "server", configure, name);
        AddHosted<HostedServer>(services, registration, provider => new HostedServer(registration, Find<TServer>(provider, registration), endpoint, provider));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"zproto.server.{registration.Name}.bound",
            provider => new BoundHealthCheck(provider.GetRequiredKeyedService<HostedServer>(registration.Name)),
            failureStatus: null,
            ["zproto", "ready"]));
        return services;
    }

    /// <summary>
    /// Adds a client: a singleton with constructor injection, which is opened when the host starts, and disposed of when the host stops.
    /// </summary>
    /// <remarks>
    /// Its <see cref="ClientOptions"/> and <see cref="HostedClientOptions"/> are named options. Both are bound to the section
    /// <c>ZProto:Clients:NAME</c> of the configuration. Its health checks are <c>zproto.client.NAME.loop</c>, with the tag <c>live</c>,
    /// and <c>zproto.client.NAME.connected</c>, with the tag <c>ready</c>.
    /// </remarks>
    /// <typeparam name="TClient">The client's class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="endpoint">The endpoint; null if the configuration has <see cref="HostedClientOptions.Endpoint"/>, which wins over this one.</param>
    /// <param name="open">Opens the client at the endpoint, usually by the method that its model's <c>constructor</c> becomes.</param>
    /// <param name="configure">Sets options of the client, after the configuration has; null for none.</param>
    /// <param name="name">
    /// The client's name, for several of one class: it is then a keyed service. Null for the name of its class.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="open"/> is null.</exception>
    /// <exception cref="ArgumentException">A client has that name already, or the class has required members, which a container does not set.</exception>
    public static IServiceCollection AddZProtoClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TClient>(
        this IServiceCollection services,
        string? endpoint,
        Func<TClient, string, CancellationToken, Task> open,
        Action<ClientOptions>? configure = null,
        string? name = null)
        where TClient : ClientEngine
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(open);
        EngineRegistration registration = AddEngine<TClient, ClientOptions, HostedClientOptions>(services, "client", configure, name);
        AddHosted<HostedClient>(services, registration, provider =>
        {
            TClient client = Find<TClient>(provider, registration);
            return new HostedClient(registration, client, endpoint, (at, cancellationToken) => open(client, at, cancellationToken), provider);
        });
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"zproto.client.{registration.Name}.connected",
            provider => new ConnectedHealthCheck(provider.GetRequiredKeyedService<HostedClient>(registration.Name)),
            failureStatus: null,
            ["zproto", "ready"]));
        return services;
    }

    /// <summary>
    /// Adds a mesh: a singleton with constructor injection, which is bound and begins to look for its peers when the host starts, and drained
    /// by <see cref="MeshEngine.StopAsync"/> when the host stops.
    /// </summary>
    /// <remarks>
    /// Its <see cref="MeshOptions"/> and <see cref="HostedMeshOptions"/> are named options. Both are bound to the section
    /// <c>ZProto:Meshes:NAME</c> of the configuration. Its health checks are <c>zproto.mesh.NAME.loop</c>, with the tag <c>live</c>, and
    /// <c>zproto.mesh.NAME.ready</c>, with the tag <c>ready</c>.
    /// </remarks>
    /// <typeparam name="TMesh">The mesh's class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="endpoint">
    /// The endpoint of a mesh in harmony; null for one in client mode, or if the configuration has <see cref="HostedListenerOptions.Endpoints"/>,
    /// which win over this one.
    /// </param>
    /// <param name="discovery">
    /// Creates what finds the mesh's peers, once the mesh is bound, and beside <see cref="HostedMeshOptions.Peers"/>; null for none.
    /// </param>
    /// <param name="configure">Sets options of the mesh, after the configuration has; null for none.</param>
    /// <param name="name">
    /// The mesh's name, for several of one class: it is then a keyed service. Null for the name of its class.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException">A mesh has that name already, or the class has required members, which a container does not set.</exception>
    public static IServiceCollection AddZProtoMesh<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMesh>(
        this IServiceCollection services,
        string? endpoint = null,
        Func<TMesh, IServiceProvider, IPeerDiscovery>? discovery = null,
        Action<MeshOptions>? configure = null,
        string? name = null)
        where TMesh : MeshEngine
    {
        ArgumentNullException.ThrowIfNull(services);
        EngineRegistration registration = AddEngine<TMesh, MeshOptions, HostedMeshOptions>(services, "mesh", configure, name);
        AddHosted<HostedMesh>(services, registration, provider =>
        {
            TMesh mesh = Find<TMesh>(provider, registration);
            return new HostedMesh(registration, mesh, endpoint, discovery is null ? null : () => discovery(mesh, provider), provider);
        });
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"zproto.mesh.{registration.Name}.ready",
            provider => new ReadyHealthCheck(provider.GetRequiredKeyedService<HostedMesh>(registration.Name)),
            failureStatus: null,
            ["zproto", "ready"]));
        return services;
    }

    private static EngineRegistration AddEngine<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEngine, TOptions, THostedOptions>(
        IServiceCollection services, string kind, Action<TOptions>? configure, string? name)
        where TEngine : Engine<TOptions>
        where TOptions : EngineOptions, new()
        where THostedOptions : HostedEngineOptions
    {
        EngineFactory.RequireInjectable(typeof(TEngine));
        var registration = new EngineRegistration(kind, name ?? typeof(TEngine).Name, IsNamed: name is not null);
        if (services.Any(service => !service.IsKeyedService && service.ImplementationInstance is EngineRegistration other && other.ToString() == registration.ToString()))
            throw new ArgumentException($"There is a {registration} already. Give each of them a name of its own.", nameof(name));
        services.AddSingleton(registration);
        services.AddOptions<THostedOptions>(registration.Name).BindConfiguration(registration.Section);
        OptionsBuilder<TOptions> options = services.AddOptions<TOptions>(registration.Name).BindConfiguration(registration.Section);
        if (configure is not null)
            options.Configure(configure);
        if (registration.IsNamed)
            services.AddKeyedSingleton(registration.Name, (provider, _) => EngineFactory.Create<TEngine, TOptions>(provider, registration));
        else
            services.AddSingleton(provider => EngineFactory.Create<TEngine, TOptions>(provider, registration));
        return registration;
    }

    private static void AddHosted<THosted>(IServiceCollection services, EngineRegistration registration, Func<IServiceProvider, THosted> create)
        where THosted : HostedEngine
    {
        services.AddKeyedSingleton(registration.Name, (provider, _) => create(provider));
        // Not by AddHostedService, which adds one of a type.
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<THosted>(registration.Name));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"zproto.{registration.Kind}.{registration.Name}.loop",
            provider => new LoopHealthCheck(provider.GetRequiredKeyedService<THosted>(registration.Name), provider.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus: null,
            ["zproto", "live"]));
    }

    private static TEngine Find<TEngine>(IServiceProvider provider, EngineRegistration registration)
        where TEngine : Engine
        => registration.IsNamed ? provider.GetRequiredKeyedService<TEngine>(registration.Name) : provider.GetRequiredService<TEngine>();
}
