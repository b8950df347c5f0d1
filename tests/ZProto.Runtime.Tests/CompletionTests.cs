using System.ComponentModel;
using System.Reflection;

namespace ZProto.Runtime.Tests;

/// <summary>What completion lists show of the runtime: what programs use, and nothing that only generated code calls.</summary>
public sealed class CompletionTests
{
    [Fact]
    public void A_program_sees_these_types_in_the_namespace_ZProto()
        => Assert.Equal(
            [
                "ClientClosedException", "ClientConnection", "ClientEngine", "ClientEngine`1", "ClientOpenException", "ClientOptions",
                "ConnectionChangedEventArgs", "ConnectionLostException", "DealerConnection", "DealerSocket`1", "DecodeError", "DecodeErrorKind",
                "Engine", "EngineMachine`1", "EngineOptions", "EngineSocket", "EngineSocket`1", "Engine`1", "EventLoop", "FrameList", "FrameReader",
                "FrameWriter", "IMultipartMessage", "IPeerDiscovery", "IPeerSink", "IProtocolMessage", "IProtocolMessage`1", "InProcessTransport",
                "InvalidClientStateException", "MeshEngine", "MeshEngine`2", "MeshOptions", "MeshPeer`1", "MessageEncodeException", "MessageRole",
                "MultipartMessage", "Passwords", "PeerGoneException", "PeerKey", "PeerMachine`1", "ProtocolMessageExtensions", "PubSocket`1", "PullSocket`1",
                "PushSocket`1", "ReceiveQueueFullMode", "ReplyException", "RouterSocket`1", "RoutingId", "SendQueueFullMode", "ServerClient`1",
                "ServerEngine", "ServerEngine`2", "ServerOptions", "SocketsTransport", "StateMachine", "StateMachine`1", "StaticPeers", "StringList",
                "StringMap", "SubSocket`1", "TopicSubscription", "ZProtoException",
            ],
            Types.Where(type => type.Namespace == "ZProto" && IsVisible(type)).Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void What_only_generated_code_uses_has_namespaces_of_its_own_and_is_hidden()
    {
        Type[] types = [.. Types.Where(type => type.Namespace == "ZProto.Codec" || type.Namespace!.StartsWith("ZProto.Engines", StringComparison.Ordinal))];
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.False(IsVisible(type), type.FullName));
    }

    [Theory]
    [InlineData(typeof(FrameReader), "Error")]
    [InlineData(typeof(FrameWriter), "")]
    [InlineData(typeof(FrameList), "Add Clear ContentEquals Count GetEnumerator IsSet Item ReplaceWith Reset ToArrays")]
    [InlineData(typeof(StringList), "Add AddRange Clear Contains ContentEquals CopyTo Count GetEnumerator IndexOf Insert Item Remove RemoveAt ReplaceWith")]
    [InlineData(typeof(StringMap), "Add Clear ContainsKey ContentEquals Count GetEnumerator Item Keys Remove ReplaceWith TryAdd TryGetValue Values")]
    public void A_program_sees_these_members_of_what_generated_code_uses_too(Type type, string members)
        => Assert.Equal(
            members.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => IsVisible(member) && member is not MethodBase { IsSpecialName: true })
                .Select(member => member.Name)
                .Distinct()
                .Order(StringComparer.Ordinal));

    private static IEnumerable<Type> Types => typeof(ZProtoException).Assembly.GetExportedTypes().Where(type => !type.IsNested);

    private static bool IsVisible(MemberInfo member) => member.GetCustomAttribute<EditorBrowsableAttribute>(inherit: false) is not { State: EditorBrowsableState.Never };
}
