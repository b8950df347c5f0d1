namespace ZProto.Shared;

/// <summary>A method that is still to be written. It throws, so that a program that runs it says what is left to do.</summary>
internal static class MethodStub
{
    /// <summary>Its lines.</summary>
    /// <param name="documentation">The lines of its documentation.</param>
    /// <param name="declaration">How it is declared.</param>
    public static IEnumerable<string> Write(IEnumerable<string> documentation, string declaration)
        => documentation.Concat([declaration, "{", "    throw new global::System.NotImplementedException();", "}"]);
}
