using ZProto.Model.Reading;

namespace ZProto.Model.WireTypes;

// The types that there are.
public abstract partial class WireType
{
    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public static WireType Number { get; } = new NumberType();

    /// <summary>A fixed number of bytes.</summary>
    public static WireType Octets { get; } = new OctetsType();

    /// <summary>Text after a length of 1 byte.</summary>
    public static WireType String { get; } = new StringType();

    /// <summary>Text after a length of 4 bytes.</summary>
    public static WireType LongStr { get; } = new LongStrType();

    /// <summary>A list of texts.</summary>
    public static WireType Strings { get; } = new StringsType();

    /// <summary>A table of texts.</summary>
    public static WireType Hash { get; } = new HashType();

    /// <summary>Bytes after a length of 4 bytes.</summary>
    public static WireType Chunk { get; } = new ChunkType();

    /// <summary>A UUID.</summary>
    public static WireType Uuid { get; } = new UuidType();

    /// <summary>A frame of its own.</summary>
    public static WireType Frame { get; } = new FrameType();

    /// <summary>All remaining frames.</summary>
    public static WireType Msg { get; } = new MsgType();

    /// <summary>The frames up to an empty one, and that one.</summary>
    public static WireType Envelope { get; } = new EnvelopeType();

    /// <summary>An <c>int</c>, in arguments and replies only.</summary>
    public static WireType Integer { get; } = new IntegerType();

    /// <summary>The key of a peer, in arguments of a mesh's methods only. No other model knows it by its name.</summary>
    public static WireType Peer { get; } = new PeerType();

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<WireType> All { get; } = [Number, Octets, String, LongStr, Strings, Hash, Chunk, Uuid, Frame, Msg, Envelope, Integer];

    private static readonly Dictionary<ModelName, WireType> s_byName = All
        .SelectMany(type => type.OldNames.Prepend(type.Name).Select(name => (Name: new ModelName(name), Type: type)))
        .ToDictionary(pair => pair.Name, pair => pair.Type);

    private static readonly Dictionary<ModelName, WireType> s_byForeignName = All
        .SelectMany(type => type.ForeignNames.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(name => (Name: new ModelName(name), Type: type)))
        .ToDictionary(pair => pair.Name, pair => pair.Type);

    /// <summary>The names by which a model may call them.</summary>
    internal static IEnumerable<ModelName> Names => s_byName.Keys;

    /// <summary>The type that a model calls so, or null.</summary>
    internal static WireType? Find(ModelName name) => s_byName.TryGetValue(name, out WireType? type) ? type : null;

    /// <summary>The name of the type that an unknown name most likely means, or null.</summary>
    internal static ModelName? Suggest(ModelName written, IEnumerable<ModelName> names, SpellingHints spelling)
        => (spelling.Suggest(written.Text, names.Select(name => name.Text)) ?? (s_byForeignName.TryGetValue(written, out WireType? foreign) ? foreign.Name : null)) is { } meant
            ? new ModelName(meant)
            : null;
}
