using Microsoft.CodeAnalysis;

namespace ZProto.Generator;

/// <summary>What a project references, by the names of the files and nothing else.</summary>
internal static class MetadataReferenceExtensions
{
    /// <summary>The name of a reference's file, without its folder and end.</summary>
    // Another project of an IDE's solution is a reference without a file, and displayed by its name.
    public static string? GetFileName(this MetadataReference reference)
        => reference is PortableExecutableReference { FilePath: { } path } ? Path.GetFileNameWithoutExtension(path) : reference.Display;
}
