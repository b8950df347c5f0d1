using ZProto.Model.Naming;

namespace ZProto.Model.Compiling;

/// <summary>A model with its names in C#.</summary>
/// <param name="model">The model.</param>
/// <param name="className">Its class.</param>
/// <param name="namespace">The namespace, empty for none.</param>
internal abstract class CompiledModel(ClassModel model, string className, string @namespace)
{
    /// <summary>The model.</summary>
    public ClassModel Model => model;

    /// <summary>Its class.</summary>
    public string Class => className;

    /// <summary>Its namespace in C#, empty for none.</summary>
    public string Namespace => @namespace;

    /// <summary>Its class with the namespace.</summary>
    public string FullName => @namespace.Length == 0 ? className : $"{@namespace}.{className}";
}

/// <summary>A protocol with its names in C#.</summary>
/// <param name="model">The protocol.</param>
/// <param name="names">The names.</param>
/// <param name="namespace">The namespace, empty for none.</param>
internal sealed class CompiledProtocol(ProtocolModel model, CodecNames names, string @namespace) : CompiledModel(model, names.Class, @namespace)
{
    /// <inheritdoc cref="CompiledModel.Model"/>
    public new ProtocolModel Model => model;

    /// <summary>The names.</summary>
    public CodecNames Names => names;

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public string Modifier { get; init; } = "public";

    /// <summary>Whether it has no errors.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>Whether it is of a project that this one references, and found there.</summary>
    public bool IsReferenced { get; init; }

    /// <summary>Whether code of this project sees it.</summary>
    public bool IsVisible { get; init; } = true;

    /// <summary>Whether no model declares it, and an engine that speaks it is declared with it all the same.</summary>
    public bool IsStandIn { get; init; }
}

/// <summary>An engine with its names in C# and the protocol it speaks.</summary>
/// <param name="model">The engine.</param>
/// <param name="className">Its class.</param>
/// <param name="namespace">The namespace, empty for none.</param>
/// <param name="protocol">What it speaks.</param>
internal abstract class CompiledEngine(EngineModel model, string className, string @namespace, CompiledProtocol protocol) : CompiledModel(model, className, @namespace)
{
    /// <inheritdoc cref="CompiledModel.Model"/>
    public new EngineModel Model => model;

    /// <summary>What it speaks.</summary>
    public CompiledProtocol Protocol => protocol;

    /// <summary>The methods that it asks the user for.</summary>
    public abstract IEnumerable<RequiredMember> RequiredMembers { get; }
}

/// <summary>A server or mesh with its names in C# and the protocol it speaks.</summary>
/// <param name="model">The server or mesh.</param>
/// <param name="names">The names.</param>
/// <param name="namespace">The namespace, empty for none.</param>
/// <param name="protocol">What it speaks.</param>
internal abstract class CompiledHost(HostModel model, HostNames names, string @namespace, CompiledProtocol protocol) : CompiledEngine(model, names.Class, @namespace, protocol)
{
    /// <inheritdoc cref="CompiledModel.Model"/>
    public new HostModel Model => model;

    /// <summary>The names.</summary>
    public HostNames Names => names;

    /// <summary>What each of its own machines speaks, in their order.</summary>
    public IReadOnlyList<CompiledProtocol> MachineProtocols { get; private init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<RequiredMember> RequiredMembers => RequiredMember.CreateAll(model, names);

    public static CompiledHost Create(HostModel model, HostNames names, string @namespace, CompiledProtocol protocol, IReadOnlyList<CompiledProtocol> machineProtocols)
        => model is MeshModel mesh
            ? new CompiledMesh(mesh, names, @namespace, protocol) { MachineProtocols = machineProtocols }
            : new CompiledServer((ServerModel)model, names, @namespace, protocol) { MachineProtocols = machineProtocols };
}

/// <summary>A server with its names in C# and the protocol it speaks.</summary>
/// <param name="model">The server.</param>
/// <param name="names">The names.</param>
/// <param name="namespace">The namespace, empty for none.</param>
/// <param name="protocol">What it speaks.</param>
internal sealed class CompiledServer(ServerModel model, HostNames names, string @namespace, CompiledProtocol protocol) : CompiledHost(model, names, @namespace, protocol)
{
    /// <inheritdoc cref="CompiledModel.Model"/>
    public new ServerModel Model => model;
}

/// <summary>A mesh with its names in C# and the protocol it speaks.</summary>
/// <param name="model">The mesh.</param>
/// <param name="names">The names.</param>
/// <param name="namespace">The namespace, empty for none.</param>
/// <param name="protocol">What it speaks.</param>
internal sealed class CompiledMesh(MeshModel model, HostNames names, string @namespace, CompiledProtocol protocol) : CompiledHost(model, names, @namespace, protocol)
{
    /// <inheritdoc cref="CompiledModel.Model"/>
    public new MeshModel Model => model;
}

/// <summary>A client with its names in C# and the protocol it speaks.</summary>
/// <param name="model">The client.</param>
/// <param name="names">The names.</param>
/// <param name="namespace">The namespace, empty for none.</param>
/// <param name="protocol">What it speaks.</param>
internal sealed class CompiledClient(ClientModel model, ClientNames names, string @namespace, CompiledProtocol protocol) : CompiledEngine(model, names.Class, @namespace, protocol)
{
    /// <inheritdoc cref="CompiledModel.Model"/>
    public new ClientModel Model => model;

    /// <summary>The names.</summary>
    public ClientNames Names => names;

    /// <inheritdoc/>
    public override IEnumerable<RequiredMember> RequiredMembers => RequiredMember.CreateAll(model, names);
}
