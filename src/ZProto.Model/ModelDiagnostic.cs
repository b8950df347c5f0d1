namespace ZProto.Model;

/// <summary>How much a diagnostic matters.</summary>
public enum RuleSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>Likely not what the author meant.</summary>
    Warning,

    /// <summary>The model cannot be used.</summary>
    Error,
}

/// <summary>One kind of diagnostic that a model can have. All of them are in <see cref="DiagnosticRules"/>.</summary>
/// <param name="Id">The diagnostic id, <c>ZP</c> and four digits.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Message">The message, with <c>{0}</c> and so on for the arguments.</param>
public sealed record DiagnosticRule(string Id, RuleSeverity Severity, string Title, string Message);

/// <summary>A diagnostic at a location in a model, as data.</summary>
/// <param name="Rule">What kind it is.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Arguments">The arguments of the message.</param>
public sealed record ModelDiagnostic(DiagnosticRule Rule, SourceSpan Span, EquatableArray<string> Arguments)
{
    /// <summary>Creates a diagnostic.</summary>
    /// <param name="kind">What kind it is.</param>
    /// <param name="span">Where it is.</param>
    /// <param name="arguments">The arguments of the message.</param>
    public static ModelDiagnostic Create(SourceSpan span, DiagnosticRule kind, params string[] arguments)
        => new(kind, span, new EquatableArray<string>(arguments));

    /// <summary>Whether the model cannot be used as it is.</summary>
    public bool IsError => Rule.Severity == RuleSeverity.Error;

    /// <summary>The message with its arguments.</summary>
    public string Message
        => string.Format(System.Globalization.CultureInfo.InvariantCulture, Rule.Message, Arguments.ToArray<object>());

    /// <summary>The diagnostic as compilers write it: <c>file(line,column): error ZP0001: message</c>.</summary>
    public override string ToString() => $"{Span}: {Rule.Severity.ToString().ToLowerInvariant()} {Rule.Id}: {Message}";
}
