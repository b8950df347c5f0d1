using ZProto.Model.Xml;

namespace ZProto.Model;

/// <summary>What a model describes.</summary>
public enum ModelKind
{
    /// <summary>A protocol: its messages become a codec.</summary>
    Protocol,

    /// <summary>A server: a state machine for each client.</summary>
    Server,

    /// <summary>A client: a state machine with an API.</summary>
    Client,

    /// <summary>A mesh: a state machine for each peer, between equals or as a client of many servers.</summary>
    Mesh,

    /// <summary>A node of a ZRE network: a state machine with an API, which talks with other nodes and with groups of them.</summary>
    Node,
}

/// <summary>What can be said of a kind of engine.</summary>
internal static class ModelKindExtensions
{
    /// <summary>Whether such an engine is one machine with an API, in place of one for each peer.</summary>
    public static bool IsOneMachine(this ModelKind kind) => kind is ModelKind.Client or ModelKind.Node;
}

/// <summary>A name that refers to something declared elsewhere, and where it does.</summary>
/// <param name="Name">The name.</param>
/// <param name="Span">Where it is.</param>
public sealed record Reference(ModelName Name, SourceSpan Span);

/// <summary>A checked model: the <c>&lt;class&gt;</c> of one file with its includes.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Span">Where the name is.</param>
public abstract record ClassModel(ModelName Name, SourceSpan Span)
{
    /// <summary>What it describes.</summary>
    public abstract ModelKind Kind { get; }

    /// <summary>Its title, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The text before the first element, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The namespace it asks for, as it is written, or null.</summary>
    public Reference? Namespace { get; init; }

    /// <summary>The modifier it asks for, as it is written, or null.</summary>
    public Reference? Modifier { get; init; }

    /// <summary>The license's text, or null.</summary>
    public string? License { get; init; }

    /// <summary>The author's ABNF, or null.</summary>
    public string? Grammar { get; init; }

    /// <summary>Its constants.</summary>
    public EquatableArray<DefineModel> Defines { get; init; }

    /// <summary>
    /// The element it was read from, with its includes resolved. Names are equal however they are spelled; this is what makes two
    /// models differ when only the spelling of a name does.
    /// </summary>
    public XmlElement? Source { get; init; }
}

/// <summary>The type that a <c>&lt;define&gt;</c>'s value has in C#.</summary>
public enum DefineType
{
    /// <summary>A <c>string</c>.</summary>
    String,

    /// <summary>An <c>int</c>.</summary>
    Int,

    /// <summary>A <c>uint</c>.</summary>
    UInt,

    /// <summary>A <c>long</c>.</summary>
    Long,

    /// <summary>A <c>ulong</c>.</summary>
    ULong,
}

/// <summary>A <c>&lt;define&gt;</c>: a constant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Value">The value: a string's text without quotes, an integer in decimal.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record DefineModel(ModelName Name, SourceSpan Span, DefineType Type, string Value, string Description);
