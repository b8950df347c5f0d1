namespace ZProto.Model.Reading;

/// <summary>
/// The names of one kind as they are in C#. Two of them can meet there though they differ in the model, as <c>peer id</c> and
/// <c>peerId</c> do.
/// </summary>
internal sealed class CSharpNames(DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, ModelName> _names = new(StringComparer.Ordinal);

    public void Add(ModelName name, SourceSpan span)
    {
        if (!_names.TryGetValue(name.Pascal, out ModelName? other))
            _names.Add(name.Pascal, name);
        else if (!other.Equals(name))
            diagnostics.Report(span, DiagnosticRules.NamesMeet, name.Text, other.Text, name.Pascal);
    }
}
