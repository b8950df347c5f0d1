using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ZProto.Runtime.Tests.Architecture;

/// <summary>Which types of an assembly use which, by its metadata and the code of its methods. A nested type is part of the one around it.</summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<string, HashSet<string>> _uses = [];
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;

    private TypeGraph(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
            Read(handle);
    }

    /// <summary>The types, each as <c>Namespace.Name</c>, with those that it uses, itself excluded.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Uses => _uses;

    public static TypeGraph Read(System.Reflection.Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return new TypeGraph(file);
    }

    /// <summary>The groups of two or more types that use each other, be it by way of others.</summary>
    public List<List<string>> FindCycles()
    {
        var cycles = new List<List<string>>();
        var index = new Dictionary<string, int>();
        var low = new Dictionary<string, int>();
        var stack = new Stack<string>();
        foreach (string type in _uses.Keys)
        {
            if (!index.ContainsKey(type))
                Visit(type);
        }
        return cycles;

        void Visit(string type)
        {
            index[type] = low[type] = index.Count;
            stack.Push(type);
            foreach (string used in _uses[type].Where(_uses.ContainsKey))
            {
                if (!index.ContainsKey(used))
                    Visit(used);
                if (stack.Contains(used))
                    low[type] = Math.Min(low[type], low[used]);
            }
            if (low[type] != index[type])
                return;
            var group = new List<string>();
            do
            {
                group.Add(stack.Pop());
            }
            while (group[^1] != type);
            if (group.Count > 1)
                cycles.Add([.. group.Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>The namespace of a type.</summary>
    public static string NamespaceOf(string type) => type[..Math.Max(0, type.LastIndexOf('.'))];

    private void Read(TypeDefinitionHandle handle)
    {
        string name = NameOf(handle);
        // The compiler's own types are no one's.
        if (NamespaceOf(name).Length == 0 || NamespaceOf(name).StartsWith("System", StringComparison.Ordinal) || NamespaceOf(name).StartsWith("Microsoft", StringComparison.Ordinal))
            return;
        if (!_uses.TryGetValue(name, out HashSet<string>? uses))
            _uses.Add(name, uses = []);
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        var names = new NameProvider(this, uses);
        Add(type.BaseType, names);
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            Add(_metadata.GetInterfaceImplementation(implemented).Interface, names);
        foreach (FieldDefinitionHandle field in type.GetFields())
            _metadata.GetFieldDefinition(field).DecodeSignature(names, null);
        foreach (GenericParameterHandle parameter in type.GetGenericParameters())
            AddConstraints(parameter, names);
        foreach (MethodDefinitionHandle method in type.GetMethods())
            Read(_metadata.GetMethodDefinition(method), names);
        uses.Remove(name);
    }

    private void Read(MethodDefinition method, NameProvider names)
    {
        method.DecodeSignature(names, null);
        foreach (GenericParameterHandle parameter in method.GetGenericParameters())
            AddConstraints(parameter, names);
        if (method.RelativeVirtualAddress == 0)
            return;
        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        foreach (EntityHandle token in MethodTokens.Read(body.GetILReader()))
            Add(token, names);
    }

    private void AddConstraints(GenericParameterHandle parameter, NameProvider names)
    {
        foreach (GenericParameterConstraintHandle constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
            Add(_metadata.GetGenericParameterConstraint(constraint).Type, names);
    }

    private void Add(EntityHandle handle, NameProvider names)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                names.Uses.Add(NameOf((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                names.Uses.Add(NameOf((TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(names, null);
                break;
            case HandleKind.MethodDefinition:
                names.Uses.Add(NameOf(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()));
                break;
            case HandleKind.FieldDefinition:
                names.Uses.Add(NameOf(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()));
                break;
            case HandleKind.MemberReference:
                Add(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent, names);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(names, null);
                Add(specification.Method, names);
                break;
        }
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } around ? NameOf(around) : $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }

    private string NameOf(TypeReferenceHandle handle)
    {
        TypeReference type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? NameOf((TypeReferenceHandle)type.ResolutionScope) : $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }

    // Collects the names of the types that signatures name.
    private sealed class NameProvider(TypeGraph graph, HashSet<string> uses) : ISignatureTypeProvider<string, object?>
    {
        public HashSet<string> Uses => uses;

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Add(graph.NameOf(handle));

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Add(graph.NameOf(handle));

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
            => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetArrayType(string elementType, ArrayShape shape) => elementType;

        public string GetByReferenceType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

        public string GetGenericMethodParameter(object? genericContext, int index) => "";

        public string GetGenericTypeParameter(object? genericContext, int index) => "";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

        public string GetSZArrayType(string elementType) => elementType;

        private string Add(string name)
        {
            uses.Add(name);
            return name;
        }
    }

    /// <summary>The tokens in a method's code.</summary>
    private static class MethodTokens
    {
        private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields()
            .Select(field => (OpCode)field.GetValue(null)!)
            .ToDictionary(code => code.Value);

        public static IEnumerable<EntityHandle> Read(BlobReader code)
        {
            var tokens = new List<EntityHandle>();
            while (code.RemainingBytes > 0)
            {
                short value = code.ReadByte();
                if (value == 0xFE)
                    value = (short)(0xFE00 | code.ReadByte());
                switch (s_codes[value].OperandType)
                {
                    case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                        tokens.Add((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                        break;
                    case OperandType.InlineSwitch:
                        int targets = code.ReadInt32();
                        code.Offset += targets * sizeof(int);
                        break;
                    case OperandType.InlineI8 or OperandType.InlineR:
                        code.Offset += 8;
                        break;
                    case OperandType.InlineVar:
                        code.Offset += 2;
                        break;
                    case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                        code.Offset += 1;
                        break;
                    case OperandType.InlineNone:
                        break;
                    default:
                        code.Offset += 4;
                        break;
                }
            }
            return tokens;
        }
    }
}
