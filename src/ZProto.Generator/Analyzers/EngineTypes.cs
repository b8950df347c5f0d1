using Microsoft.CodeAnalysis;

namespace ZProto.Generator.Analyzers;

/// <summary>The runtime's types as a project sees them.</summary>
internal sealed class EngineTypes
{
    private readonly INamedTypeSymbol _client;
    private readonly INamedTypeSymbol _server;
    private readonly INamedTypeSymbol _clientEngine;
    private readonly INamedTypeSymbol _loopOnly;

    private EngineTypes(INamedTypeSymbol client, INamedTypeSymbol server, INamedTypeSymbol clientEngine, INamedTypeSymbol loopOnly)
    {
        _client = client;
        _server = server;
        _clientEngine = clientEngine;
        _loopOnly = loopOnly;
    }

    /// <summary>The types, or null in a project that does not use them.</summary>
    public static EngineTypes? TryCreate(Compilation compilation)
        => compilation.GetTypeByMetadataName("ZProto.ServerClient`1") is { } client && compilation.GetTypeByMetadataName("ZProto.ServerEngine") is { } server
            && compilation.GetTypeByMetadataName("ZProto.ClientEngine`1") is { } clientEngine && compilation.GetTypeByMetadataName("ZProto.LoopOnlyAttribute") is { } loopOnly
            ? new EngineTypes(client, server, clientEngine, loopOnly)
            : null;

    /// <summary>Whether a type is a server.</summary>
    public bool IsServer(INamedTypeSymbol? type) => Bases(type).Contains(_server, SymbolEqualityComparer.Default);

    /// <summary>Whether a type is a server's client or a class below it.</summary>
    public bool IsClient(INamedTypeSymbol? type) => Bases(type).Contains(_client, SymbolEqualityComparer.Default);

    /// <summary>Whether a type is a client that programs use: an engine with its machine in one class.</summary>
    public bool IsClientEngine(INamedTypeSymbol? type) => Bases(type).Contains(_clientEngine, SymbolEqualityComparer.Default);

    /// <summary>Whether a type is an engine or a machine that is generated from a model.</summary>
    public bool IsEngine(INamedTypeSymbol? type) => IsServer(type) || IsClient(type) || IsClientEngine(type);

    /// <summary>Whether a type is an engine, a machine, or a base class of one.</summary>
    public bool IsOfEngines(INamedTypeSymbol? type)
        => IsEngine(type) || Bases(_server).Concat(Bases(_client)).Concat(Bases(_clientEngine)).Where(known => known.SpecialType != SpecialType.System_Object).Contains(type?.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>Whether a member belongs to the loop: it, or its class, says so.</summary>
    public bool IsLoopOnly(ISymbol member) => HasMark(member.OriginalDefinition) || HasMark(member.ContainingType?.OriginalDefinition);

    /// <summary>Whether what is declared here runs on the loop: in the class of a server's client, or a class inside; or an action of a client that programs use.</summary>
    public bool RunsOnLoop(ISymbol symbol)
    {
        if (symbol is IMethodSymbol { PartialDefinitionPart: not null } && IsClientEngine(symbol.ContainingType))
            return true;
        for (INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (IsClient(type))
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
