namespace ZProto.Shared;

/// <summary>A method that is still to be written. It throws, so that a program that runs it says what is left to do.</summary>
internal static class MethodStub
{
    /// <summary>Its lines.</summary>
    /// <param name="description">The lines of what the model says of it.</param>
    /// <param name="declaration">How it is declared.</param>
    public static IEnumerable<string> Write(IEnumerable<string> description, string declaration)
        => description.Concat([declaration, "{", "    throw new global::System.NotImplementedException();", "}"]);
}
