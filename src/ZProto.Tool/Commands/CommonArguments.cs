using System.CommandLine;

namespace ZProto.Tool.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommonArguments
{
    /// <summary>Several models.</summary>
    public static Argument<string[]> Models() => new("models")
    {
        Description = "XML files, folders of them, or patterns such as models/*.xml.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>One model.</summary>
    public static Argument<string> Model() => new("model") { Description = "The XML file of the protocol, or of a server, client or mesh that speaks it." };

    /// <summary>A message of the model.</summary>
    public static Argument<string> Message() => new("message") { Description = "The message's name, in any case: HELLO, ping-ok." };

    /// <summary>Values of a message's fields.</summary>
    public static Argument<string[]> Fields() => new("field=value")
    {
        Description = """
            Values of its fields; those left out are zero or empty.
            number: decimal or 0x hex. string, longstr: text.
            octets, chunk, frame: hex digits, text:..., or @file.
            uuid: 32 hex digits. hash: field=key=value, once for each key.
            strings, msg: once for each item; content=none is a msg without frames.
            """,
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The topic of a published message.</summary>
    public static Option<string?> Topic() => new("--topic") { Description = "The topic, for a protocol with pubsub=\"1\"." };

    /// <summary>The framing of protocols whose models do not say it.</summary>
    public static Option<string> Framing() => new Option<string>("--framing")
    {
        Description = "What the frames of the protocol are, whatever its model says: fields, or frames where each field is one. As the item's Framing in a project.",
        HelpName = "fields|frames",
        DefaultValueFactory = _ => "",
    }.AcceptOnlyFromAmong("fields", "frames", "");

    /// <summary>Output for programs.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write JSON, for programs." };
}
