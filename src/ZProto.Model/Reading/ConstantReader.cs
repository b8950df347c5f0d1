using ZProto.Model.WireTypes;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the values of constant fields: literals, and names of defines.</summary>
internal sealed class ConstantReader
{
    private readonly Dictionary<ModelName, DefineModel> _defines = [];
    private readonly DiagnosticBag _diagnostics;

    public ConstantReader(ModelName className, IEnumerable<DefineModel> defines, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (DefineModel define in defines)
        {
            // In C a define carries the class's name; models name it so or plainly, and the plain name wins.
            _defines[define.Name] = define;
            ModelName full = className.Join(define.Name);
            if (!_defines.ContainsKey(full))
                _defines.Add(full, define);
        }
    }

    /// <summary>Reports why a constant is invalid.</summary>
    public ConstantModel? Reject(XmlAttribute value, string why)
    {
        _diagnostics.Report(value.ValueSpan, DiagnosticRules.BadConstant, why);
        return null;
    }

    /// <summary>Reads the constant of a number of so many bytes, or reports why it is invalid.</summary>
    public ConstantModel? ReadNumber(XmlAttribute value, int size)
    {
        string written = value.Value.Trim();
        DefineModel? define = null;
        if (!Literal.TryParse(written, out ulong number))
        {
            if (!_defines.TryGetValue(new ModelName(written), out define))
                return Reject(value, $"'{written}' is neither a number nor a define of this model{_diagnostics.Spelling.Hint(new ModelName(written), _defines.Keys)}");
            if (define.Type == DefineType.String)
                return Reject(value, $"'{written}' is the text \"{define.Value}\", not a number");
        }
        ulong largest = Literal.Largest(size);
        bool fits = (define is null || Literal.TryParse(define.Value, out number)) && number <= largest;
        return fits
            ? new ConstantModel(Literal.Format(number), number)
            : Reject(value, $"{define?.Value ?? written} does not fit a {WireType.Number.Format(size)}: 0 to {Literal.Format(largest)}");
    }

    /// <summary>Reads the constant of a text.</summary>
    public ConstantModel ReadText(XmlAttribute value)
    {
        string text = value.Value;
        // A sentence that happens to have the letters of a define is still a sentence.
        return text.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') && _defines.TryGetValue(new ModelName(text), out DefineModel? define)
            ? new ConstantModel(define.Value, 0)
            : new ConstantModel(text, 0);
    }
}
