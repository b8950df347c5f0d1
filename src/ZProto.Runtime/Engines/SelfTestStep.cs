using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ZProto.Engines;

/// <summary>A step of a model's selftest. Generated code makes it, for the test kit.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SelfTestStep
{
    /// <summary>Makes a step.</summary>
    /// <param name="send">The message to send, or null.</param>
    /// <param name="receive">The name of the message to wait for, or null.</param>
    /// <param name="file">The model.</param>
    /// <param name="line">The line of the model.</param>
    public SelfTestStep(IProtocolMessage? send, string? receive, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Send = send;
        Receive = receive;
        Location = $"{file}({line})";
    }

    /// <summary>The message to send, or null.</summary>
    public IProtocolMessage? Send { get; }

    /// <summary>The name of the message to wait for, or null.</summary>
    public string? Receive { get; }

    /// <summary>Raises an event on a machine of the engine, on its loop; null for none.</summary>
    public Action? Raise { get; init; }

    /// <summary>The state that the machine is to come to; null for none.</summary>
    public string? State { get; init; }

    /// <summary>The state that the machine is in, asked on the engine's loop; null where none is expected.</summary>
    public Func<string>? GetState { get; init; }

    /// <summary>Where the step stands, as <c>file(line)</c>.</summary>
    public string Location { get; }
}
