namespace ZProto.Configuration;

/// <summary>Why a text is not valid ZPL, and where.</summary>
/// <param name="Line">The line, from 1; 0 if the error has no position in a text.</param>
/// <param name="Column">The column in UTF-16 units, from 1; 0 if the error is about the line as a whole.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record ZplError(int Line, int Column, string Message)
{
    /// <summary>The message with its position before it, such as <c>line 3, column 5: ...</c>.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => Message,
        (_, 0) => $"line {Line}: {Message}",
        _ => $"line {Line}, column {Column}: {Message}",
    };
}
