using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ZProto.Generator.Tests.Driver;

/// <summary>An additional file without a file.</summary>
internal sealed class InMemoryText(string path, string? text, Encoding encoding) : AdditionalText
{
    private readonly SourceText? _text = text is null ? null : SourceText.From(text, encoding);

    public override string Path => path;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => _text;
}
