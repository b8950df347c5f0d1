namespace ZProto.Tool;

/// <summary>The command ends here, with a message for its user.</summary>
internal sealed class ToolException : Exception
{
    /// <summary>Ends the command.</summary>
    /// <param name="exitCode">One of <see cref="Tool.ExitCode"/>.</param>
    /// <param name="message">What is wrong, and what to do about it.</param>
    public ToolException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    /// <summary>The exit codes of the command.</summary>
    public int ExitCode { get; }

    /// <summary>Ends the command for what it was asked.</summary>
    public static ToolException Usage(string message) => new(Tool.ExitCode.Usage, message);
}
