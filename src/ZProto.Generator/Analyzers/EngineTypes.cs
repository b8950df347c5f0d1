using Microsoft.CodeAnalysis;

namespace ZProto.Generator.Analyzers;

/// <summary>The runtime's types as a project sees them.</summary>
internal sealed class EngineTypes
{
    private readonly INamedTypeSymbol _peer;
    private readonly INamedTypeSymbol _server;
    private readonly INamedTypeSymbol _mesh;
    private readonly INamedTypeSymbol _machine;
    private readonly INamedTypeSymbol _clientEngine;
    private readonly INamedTypeSymbol _loopOnly;

    private EngineTypes(INamedTypeSymbol peer, INamedTypeSymbol machine, INamedTypeSymbol server, INamedTypeSymbol mesh, INamedTypeSymbol clientEngine, INamedTypeSymbol loopOnly)
    {
        _peer = peer;
        _machine = machine;
        _server = server;
        _mesh = mesh;
        _clientEngine = clientEngine;
        _loopOnly = loopOnly;
    }

    /// <summary>The types, or null in a project that does not use them.</summary>
    public static EngineTypes? TryCreate(Compilation compilation)
        => compilation.GetTypeByMetadataName("ZProto.PeerMachine`1") is { } peer && compilation.GetTypeByMetadataName("ZProto.EngineMachine`1") is { } machine
            && compilation.GetTypeByMetadataName("ZProto.ServerEngine") is { } server && compilation.GetTypeByMetadataName("ZProto.MeshEngine") is { } mesh
            && compilation.GetTypeByMetadataName("ZProto.ClientEngine`1") is { } clientEngine && compilation.GetTypeByMetadataName("ZProto.LoopOnlyAttribute") is { } loopOnly
            ? new EngineTypes(peer, machine, server, mesh, clientEngine, loopOnly)
            : null;

    /// <summary>Whether a type is a server or a mesh: an engine with a machine for each peer.</summary>
    public bool IsHost(INamedTypeSymbol? type) => Bases(type).Contains(_server, SymbolEqualityComparer.Default) || Bases(type).Contains(_mesh, SymbolEqualityComparer.Default);

    /// <summary>Whether a type is a machine that an engine has: a server's client, a mesh's peer, an engine's own machine, or a class below it.</summary>
    public bool IsMachine(INamedTypeSymbol? type)
        => Bases(type).Any(known => known.Equals(_peer, SymbolEqualityComparer.Default) || known.Equals(_machine, SymbolEqualityComparer.Default));

    /// <summary>Whether a type is a client that programs use: an engine with its machine in one class.</summary>
    public bool IsClientEngine(INamedTypeSymbol? type) => Bases(type).Contains(_clientEngine, SymbolEqualityComparer.Default);

    /// <summary>Whether a type is an engine or a machine that is generated from a model.</summary>
    public bool IsEngine(INamedTypeSymbol? type) => IsHost(type) || IsMachine(type) || IsClientEngine(type);

    /// <summary>Whether a type is an engine, a machine, or a base class of one.</summary>
    public bool IsOfEngines(INamedTypeSymbol? type)
        => IsEngine(type) || Bases(_server).Concat(Bases(_mesh)).Concat(Bases(_peer)).Concat(Bases(_machine)).Concat(Bases(_clientEngine)).Where(known => known.SpecialType != SpecialType.System_Object).Contains(type?.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>Whether a member belongs to the loop: it, or its class, says so.</summary>
    public bool IsLoopOnly(ISymbol member) => HasMark(member.OriginalDefinition) || HasMark(member.ContainingType?.OriginalDefinition);

    /// <summary>
    /// Whether what is declared here runs on the loop: in the class of a machine, or a class inside; or an action, method or hook of the model in
    /// an engine's class, or what overrides a member of the engine.
    /// </summary>
    public bool RunsOnLoop(ISymbol symbol)
    {
        if (symbol is IMethodSymbol method && IsEngine(method.ContainingType) && (method.PartialDefinitionPart is not null || IsOfEngines(method.OverriddenMethod?.ContainingType)))
            return true;
        for (INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (IsMachine(type))
                return true;
        }
        return false;
    }

    private bool HasMark(ISymbol? symbol)
        => symbol?.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _loopOnly)) ?? false;

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type.OriginalDefinition;
    }
}
