using ZProto.Generator.Client;
using ZProto.Generator.Codec;
using ZProto.Generator.Engines;
using ZProto.Generator.Hosts;
using ZProto.Model;
using ZProto.Model.Compiling;

namespace ZProto.Generator;

/// <summary>What comes of the models of a project, by their files.</summary>
internal sealed class ProjectOutput
{
    private readonly string? _transport;
    private readonly bool _hasZyre;
    private readonly Dictionary<string, GeneratorOutput> _byPath = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hintNames = new(StringComparer.OrdinalIgnoreCase);

    private ProjectOutput(ProjectOptions options)
    {
        _transport = options.Transport;
        _hasZyre = options.HasZyre;
    }

    /// <summary>Compiles the models of a project.</summary>
    public static ProjectOutput Create(IEnumerable<ReadModel> models, ProjectOptions options)
    {
        var project = new ProjectOutput(options);
        foreach (CompiledFile file in ModelCompiler.Compile(models, options.ForModels))
            project._byPath.Add(file.Path, project.Create(file));
        return project;
    }

    /// <summary>What comes of a file; null where it is not a model, or generated elsewhere.</summary>
    public GeneratorOutput? Find(string path) => _byPath.TryGetValue(path, out GeneratorOutput? output) ? output : null;

    private GeneratorOutput Create(CompiledFile file)
    {
        if (!_hasZyre && file.Model is { Model: NodeModel })
            return new GeneratorOutput(file.Path, Source: null, StandIn: null, file.Diagnostics.Concat(ZyrePackage.Check(file)).ToEquatableArray());
        CodecSource? standIn = file.Model is CompiledEngine { Protocol: { IsStandIn: true } protocol } ? CreateSource(protocol) : null;
        ModelSource? source = file.Model switch
        {
            CompiledProtocol codec => CreateSource(codec),
            CompiledHost host => new HostSource(host.Model, host.Names, host.Namespace, ProtocolReference.Create(host.Protocol), _transport)
            {
                HintName = CreateHintName(host),
                MachineProtocols = host.MachineProtocols.Select(ProtocolReference.Create).ToEquatableArray(),
            },
            CompiledClient client => new ClientSource(client.Model, client.Names, client.Namespace, ProtocolReference.Create(client.Protocol), client.Model is NodeModel ? null : _transport) { HintName = CreateHintName(client) },
            _ => null,
        };
        return new GeneratorOutput(file.Path, source, standIn, file.Diagnostics);
    }

    private CodecSource CreateSource(CompiledProtocol protocol)
        => new(protocol.Model, protocol.Names, protocol.Namespace, protocol.Modifier) { HintName = CreateHintName(protocol) };

    private string CreateHintName(CompiledModel model)
    {
        string hintName = $"{model.FullName}.g.cs";
        // The compiler compares these names without regard to case, C# does not.
        for (int i = 2; !_hintNames.Add(hintName); i++)
            hintName = $"{model.FullName}-{i}.g.cs";
        return hintName;
    }
}
