namespace ZProto.Tool;

/// <summary>The exit codes of the command.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    public const int Success = 0;

    /// <summary>The models have errors, or the bytes are not one of their messages.</summary>
    public const int Errors = 1;

    /// <summary>It was asked for what it cannot do: an unknown command, a missing file, a field that the message does not have.</summary>
    public const int Usage = 2;

    /// <summary>Messages cannot be carried: a bad endpoint, no native library.</summary>
    public const int Transport = 3;

    /// <summary>The peer did not answer in time.</summary>
    public const int NoAnswer = 4;

    /// <summary>An error in the tool itself.</summary>
    public const int Internal = 70;

    /// <summary>It was interrupted.</summary>
    public const int Interrupted = 130;
}
