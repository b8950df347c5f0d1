using ZProto.Model;

namespace ZProto.Tool.Comparison;

/// <summary>What a difference between two models breaks.</summary>
[Flags]
internal enum Breakage
{
    /// <summary>Nothing: programs of both models go on.</summary>
    Nothing = 0,

    /// <summary>Code that was written for the old model does not compile with the new one.</summary>
    Code = 1,

    /// <summary>A peer of one model does not understand one of the other.</summary>
    Wire = 2,
}

/// <summary>A difference between two models.</summary>
/// <param name="Breaks">What it breaks.</param>
/// <param name="Span">Where it is: in the new model, or in the old one for what is gone.</param>
/// <param name="Text">What it is, and why it breaks something.</param>
internal sealed record Difference(Breakage Breaks, SourceSpan Span, string Text);
