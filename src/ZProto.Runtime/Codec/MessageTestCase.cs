using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ZProto.Codec;

/// <summary>A message with the values that its model gives for tests. Generated code makes it, for the test kit.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MessageTestCase<TMessage>
{
    /// <summary>Makes it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="digest">The SHA-1 that its first frame is to have, in hexadecimal, or null.</param>
    /// <param name="file">The model.</param>
    /// <param name="line">The line of the model.</param>
    public MessageTestCase(TMessage message, string? digest, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Message = message;
        Digest = digest;
        Location = $"{file}({line})";
    }

    /// <summary>The message.</summary>
    public TMessage Message { get; }

    /// <summary>The SHA-1 that its first frame is to have, in hexadecimal, or null.</summary>
    public string? Digest { get; }

    /// <summary>Where the message stands, as <c>file(line)</c>.</summary>
    public string Location { get; }
}
