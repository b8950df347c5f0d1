namespace ZProto.Generator.Codec.Fields;

/// <summary>A field whose bytes in the first frame are always as many, so that neighbours are written and read with one check.</summary>
internal interface IFixedField
{
    /// <summary>Its bytes.</summary>
    int FixedSize { get; }

    /// <summary>The condition under which it is there, and what it must be; otherwise the reader notes it.</summary>
    string Require { get; }

    /// <summary>The statement that writes it among its neighbours' bytes.</summary>
    /// <param name="offset">Where it is among them.</param>
    /// <param name="command">The message's name as a literal, for errors.</param>
    string WriteAt(int offset, string command);

    /// <summary>The statement that reads it from among its neighbours' bytes; null for a constant.</summary>
    string? ReadAt(int offset);

    /// <summary>The condition under which it is not the constant it must be; null where it varies.</summary>
    string? IsWrongAt(int offset);
}
