namespace ZProto.Model.Naming;

/// <summary>The classes of a project's models and their namespaces, none of which may collide or hide what generated code depends on.</summary>
internal sealed class ClassNames
{
    // Where ZProto's runtime has its types. Other namespaces below ZProto are free.
    private static readonly string[] s_ofRuntime = ["ZProto.Codec", "ZProto.Configuration", "ZProto.Engines", "ZProto.Transports"];

    // The types that the runtime and the transports have in the namespace ZProto itself, which models written for zproto's C# codec use too.
    private static readonly HashSet<string> s_typesOfRuntime = new(StringComparer.Ordinal)
    {
        "ClientClosedException", "ClientConnection", "ClientEngine", "ClientOpenException", "ClientOptions", "ConnectionChangedEventArgs",
        "ConnectionLostException", "DealerConnection", "DealerSocket", "DecodeError", "DecodeErrorKind", "Engine", "EngineMachine", "EngineMachines",
        "EngineOptions", "EngineSocket", "EngineSockets", "EventLoop", "FrameList", "FrameReader", "FrameWriter", "IMultipartMessage",
        "IPeerDiscovery", "IPeerSink", "IProtocolMessage", "InProcessTransport", "InvalidClientStateException", "LibZmqTransport",
        "LoopOnlyAttribute", "MeshEngine", "MeshOptions", "MeshPeer", "MessageEncodeException", "MessageRole", "MultipartMessage",
        "NetMQMessageExtensions", "NetMQTransport", "Passwords", "PeerGoneException", "PeerKey", "PeerMachine", "ProtocolMessageExtensions",
        "PubSocket", "PullSocket", "PushSocket", "ReceiveQueueFullMode", "ReplyException", "RouterSocket", "RoutingId", "SendQueueFullMode",
        "ServerClient", "ServerEngine", "ServerOptions", "SocketsTransport", "StateMachine", "StaticPeers", "StringList", "StringMap", "SubSocket",
        "TopicSubscription", "ZProtoException",
    };

    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);

    /// <summary>Reserves a name for the class of a model, or returns why it is not available.</summary>
    /// <param name="namespace">The namespace, empty for none.</param>
    /// <param name="fullName">The class with its namespace.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="span">Where the diagnostic is reported.</param>
    public ModelDiagnostic? Take(string @namespace, string fullName, string path, SourceSpan span)
    {
        if (_classes.TryGetValue(fullName, out string? other))
            return ModelDiagnostic.Create(span, DiagnosticRules.DuplicateClass, fullName, other);

        List<string> namespaces = WithParents(@namespace).ToList();
        if (WhyReserved(@namespace, fullName, namespaces) is { } why)
            return ModelDiagnostic.Create(span, DiagnosticRules.ClassNameReserved, fullName, why);

        _classes.Add(fullName, path);
        foreach (string name in namespaces)
        {
            if (!_namespaces.ContainsKey(name))
                _namespaces.Add(name, path);
        }
        return null;
    }

    /// <summary>Whether no class has a name yet.</summary>
    public bool IsFree(string fullName) => !_classes.ContainsKey(fullName);

    private string? WhyReserved(string @namespace, string fullName, List<string> namespaces)
    {
        if (WithParents(fullName).Contains("System"))
            return "the namespace 'System' is .NET's own";
        if (@namespace == "ZProto" && s_typesOfRuntime.Contains(fullName.Substring("ZProto.".Length)))
            return "ZProto's runtime has a type of that name";
        if (fullName == "ZProto" || WithParents(fullName).Any(s_ofRuntime.Contains))
            return $"the namespace '{(@namespace.Length == 0 ? fullName : @namespace)}' is that of ZProto's runtime";
        if (_namespaces.TryGetValue(fullName, out string? other))
            return $"that is the namespace of the class generated from {other}";
        return namespaces.Find(_classes.ContainsKey) is { } taken
            ? $"'{taken}' is no namespace but the class generated from {_classes[taken]}"
            : null;
    }

    private static IEnumerable<string> WithParents(string name)
    {
        for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            yield return name.Substring(0, end);
    }
}
