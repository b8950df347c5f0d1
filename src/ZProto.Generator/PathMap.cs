using Microsoft.CodeAnalysis;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>
/// How the build maps paths (<c>PathMap</c>), so that its output does not depend on the folder it was made in. The compiler maps the paths of its
/// own documents; those in <c>#line</c> directives are text, which counts in the checksum of a generated file.
/// </summary>
/// <param name="Prefixes">Prefixes of paths and their replacements, in the order in which they are tried.</param>
internal sealed record PathMap(EquatableArray<PathPrefix> Prefixes)
{
    /// <summary>Paths as they are.</summary>
    public static readonly PathMap None = new(EquatableArray<PathPrefix>.Empty);

    public static PathMap Create(Compilation compilation)
        => compilation.Options.SourceReferenceResolver is SourceFileResolver { PathMap.IsEmpty: false } resolver
            ? new PathMap(resolver.PathMap.Select(pair => new PathPrefix(pair.Key, pair.Value)).ToEquatableArray())
            : None;

    /// <summary>A path as the build's output has it.</summary>
    public string Map(string path)
    {
        foreach (PathPrefix prefix in Prefixes)
        {
            if (prefix.From.Length == 0 || !path.StartsWith(prefix.From, StringComparison.Ordinal))
                continue;
            string mapped = prefix.To + path.Substring(prefix.From.Length);
            // A path has the separators of what it now begins with.
            return prefix.To.Contains('/') && !prefix.To.Contains('\\') ? mapped.Replace('\\', '/')
                : prefix.To.Contains('\\') && !prefix.To.Contains('/') ? mapped.Replace('/', '\\')
                : mapped;
        }
        return path;
    }
}

/// <summary>A prefix of paths and its replacement.</summary>
/// <param name="From">The beginning, with a separator at its end.</param>
/// <param name="To">Its replacement.</param>
internal sealed record PathPrefix(string From, string To);
