using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>A method of a client: what its users call and what they get.</summary>
internal sealed class ClientMethod
{
    private const string Task = "global::System.Threading.Tasks.Task";

    private static readonly ModelName s_status = new("status");

    private readonly MethodModel _method;
    private readonly string _name;
    private readonly ClientNames _names;
    private readonly ClientReplies _replies;
    private readonly List<ReplyModel> _accepted;
    private readonly List<string> _parameters;
    private readonly string _cancellationToken;
    private readonly string _reply;
    private readonly string _values;

    public ClientMethod(MethodModel method, string name, ClientNames names, ClientReplies replies)
    {
        _method = method;
        _name = name;
        _names = names;
        _replies = replies;
        _accepted = replies.GetAccepted(method);
        _parameters = MethodParameters.GetNames(method.Arguments);
        _cancellationToken = MethodParameters.MakeUnique(_parameters, "cancellationToken");
        _reply = MethodParameters.MakeUnique(_parameters, "reply");
        _values = MethodParameters.MakeUnique(_parameters, "values");
    }

    /// <summary>The one property that the call returns, or null.</summary>
    private ArgumentModel? Returned
        => _accepted.Count == 1 && _method.Return is { } wanted ? _accepted[0].Properties.FirstOrDefault(property => property.Name.Equals(wanted.Name)) : null;

    /// <summary>Whether the call returns a value with the reply and all fields of the replies.</summary>
    private bool HasResult
        => !ClientNames.IsConstructor(_method.Name) && Returned is null && (_accepted.Count > 1 || (_accepted.Count == 1 && _accepted[0].Properties.Count > 0));

    private string Result => $"{_name}Result";

    /// <summary>The properties of the replies that it accepts.</summary>
    private List<ArgumentModel> Properties => _accepted.SelectMany(reply => reply.Properties).GroupBy(property => property.Name).Select(same => same.First()).ToList();

    /// <summary>Writes the type that the call returns, if it is more than one property.</summary>
    public void EmitResult(SourceWriter writer)
    {
        if (!HasResult)
            return;
        writer.Write(CSharp.Doc("summary", $"What {_name}Async gives."));
        writer.Write(CSharp.Doc("param name=\"Reply\"", "Which reply the call had."));
        foreach (ArgumentModel property in Properties)
        {
            IEnumerable<string> carriers = _accepted.Where(reply => reply.Properties.Any(has => has.Name.Equals(property.Name))).Select(reply => reply.Name.Text);
            writer.Write(CSharp.Doc($"param name=\"{_replies.GetProperty(property)}\"", $"{CSharp.Sentence(property.Description, property.Name.Text)} Carried by {string.Join(", ", carriers)}."));
        }
        string members = string.Concat(Properties.Select(property => $", {MethodParameters.GetTypeName(property)} {_replies.GetProperty(property)}"));
        writer.Write($"public readonly record struct {Result}(Reply Reply{members});");
        writer.BlankLine();
    }

    /// <summary>Writes the method.</summary>
    public void Emit(SourceWriter writer)
    {
        bool opens = ClientNames.IsConstructor(_method.Name);
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(_method.Description, opens ? "Opens the client" : $"The method {_method.Name.Text}")));
        for (int i = 0; i < _parameters.Count; i++)
            writer.Write(CSharp.Doc($"param name=\"{_parameters[i]}\"", CSharp.Sentence(_method.Arguments[i].Description, _method.Arguments[i].Name.Text)));
        writer.Write(CSharp.Doc($"param name=\"{_cancellationToken}\"", "Ends the wait. The client stays usable; a late reply is discarded."));
        if (Returns is { } gives)
            writer.Write(CSharp.Doc("returns", gives));
        Exceptions(writer);
        string parameters = string.Concat(_parameters.Select((parameter, i) => $"{MethodParameters.GetTypeName(_method.Arguments[i])} {CSharp.Identifier(parameter)}, "));
        string head = $"public {Type} {(opens ? "Open" : _name)}Async({parameters}global::System.Threading.CancellationToken {_cancellationToken} = default)";
        string raised = _method.Immediate ? "0" : $"(int)Event.{_names.Machine.Events.First(item => item.Name.Equals(_method.Name)).CSharp}";
        string accepts = _accepted.Count == 0 ? "global::System.Array.Empty<int>()" : $"new[] {{ {_replies.FormatNumbers(_accepted)} }}";
        string call = $"{Zp}Engines.Client.ClientOperations.CallAsync(\n    this, {CSharp.Literal(_method.Name.Text)}, {raised}, {accepts}, {SetArguments}, {Convert(opens)}, {Timeout}, {_cancellationToken});";
        List<string> references = References.ToList();
        if (references.Count == 0)
        {
            writer.Write($"{head}\n    => {call.Replace("\n", "\n    ")}");
        }
        else
        {
            writer.Open(head);
            foreach (string parameter in references)
                writer.Write($"global::System.ArgumentNullException.ThrowIfNull({parameter});");
            writer.Write($"return {call}");
            writer.Close();
        }
        writer.BlankLine();
    }

    // Of none the options decide; 0 in the model is as long as it takes.
    private string Timeout => _method.Timeout is { } milliseconds ? $"{(milliseconds == 0 ? -1 : milliseconds)}" : "0";

    /// <summary>The parameters that could be null.</summary>
    private IEnumerable<string> References => _parameters.Where((_, i) => ArgumentDefaults.IsReference(_method.Arguments[i])).Select(CSharp.Identifier);

    private string Type
        => ClientNames.IsConstructor(_method.Name) ? $"{Task}<{_names.Class}>"
            : Returned is not null ? $"{Task}<{MethodParameters.GetTypeName(Returned)}>"
            : HasResult ? $"{Task}<{Result}>"
            : Task;

    private string? Returns
        => ClientNames.IsConstructor(_method.Name) ? "This client."
            : Returned is not null ? CSharp.Sentence(Returned.Description, $"{Returned.Name.Text}, from {_accepted[0].Name.Text}")
            : HasResult ? "Which reply it had, and what that carried."
            : _accepted.Count > 0 ? $"A task that ends with {_accepted[0].Name.Text}."
            : _method.Immediate ? null
            : "A task that ends when the event has run.";

    private void Exceptions(SourceWriter writer)
    {
        if (References.Any())
            writer.Write("/// <exception cref=\"global::System.ArgumentNullException\">An argument is null.</exception>");
        if (!_method.Immediate)
            writer.Write($"/// <exception cref=\"{Zp}InvalidClientStateException\">The client is in a state in which this cannot be called.</exception>");
        writer.Write($"/// <exception cref=\"{Zp}ClientClosedException\">The client has ended.</exception>");
        if (Status is not null)
            writer.Write($"/// <exception cref=\"{Zp}ClientOpenException\">The reply has a status other than zero.</exception>");
        if (LongestCall is { } longest)
            writer.Write($"/// <exception cref=\"global::System.TimeoutException\">It took longer than {longest}; the message says what is known of the server.</exception>");
        if (!_method.Immediate && _accepted.Count > 0)
            writer.Write($"/// <exception cref=\"{Zp}ConnectionLostException\">The connection to the server was lost before a reply came.</exception>");
        writer.Write("/// <exception cref=\"global::System.OperationCanceledException\">The wait was cancelled.</exception>");
    }

    private string? LongestCall
        => _method.Timeout is { } milliseconds ? (milliseconds == 0 ? null : $"{milliseconds} milliseconds")
            : _method.Immediate ? null
            : "<c>Options.CallTimeout</c>";

    private string SetArguments
    {
        get
        {
            if (_parameters.Count == 0)
                return "null";
            IEnumerable<string> statements = _parameters.Select((parameter, i) => $"Args.{_names.Arguments.First(item => item.Name.Equals(_method.Arguments[i].Name)).CSharp} = {CSharp.Identifier(parameter)};");
            return $"() => {{ {string.Join(" ", statements)} }}";
        }
    }

    /// <summary>What says that a constructor failed: the <c>status</c> that it returns, where an accepted reply carries it as a number.</summary>
    private ArgumentModel? Status
        => ClientNames.IsConstructor(_method.Name) && _method.Return is { } wanted && wanted.Name.Equals(s_status)
            ? Properties.Find(property => property.Name.Equals(s_status) && property.Type.IsNumber)
            : null;

    private string Value(ArgumentModel property) => $"(({ClientReplies.Fields}){_values}!).{_replies.GetProperty(property)}";

    /// <summary>Writes what a constructor that failed throws, for its definition.</summary>
    // Every reply that carries the status can be the failure; zproto models call it so, but need not.
    public void EmitFailure(SourceWriter writer)
    {
        if (Status is null)
            return;
        writer.Open($"public static {Zp}ClientOpenException OpenFailed(Reply reply, {ClientReplies.Fields} values)");
        writer.Write("string name = \"?\";");
        writer.Write("var fields = new global::System.Collections.Generic.Dictionary<string, object?>();");
        writer.Open("switch (reply)");
        foreach (ReplyModel reply in _accepted.Where(reply => reply.Properties.Any(property => property.Name.Equals(s_status))))
        {
            writer.Write($"case {_replies.GetMember(reply)}:");
            writer.Write($"    name = {CSharp.Literal(reply.Name.Text)};");
            foreach (ArgumentModel property in reply.Properties)
                writer.Write($"    fields.Add({CSharp.Literal(property.Name.Text)}, values.{_replies.GetProperty(property)});");
            writer.Write("    break;");
        }
        writer.Close();
        writer.Write($"return new {Zp}ClientOpenException({CSharp.Literal(_names.Class)}, name, fields);");
        writer.Close();
        writer.BlankLine();
    }

    private string Convert(bool opens)
    {
        string parameters = $"({_reply}, {_values})";
        if (opens)
            return Status is { } status ? $"{parameters} => {Value(status)} == 0 ? this : throw Definition.OpenFailed((Reply){_reply}, ({ClientReplies.Fields}){_values}!)" : $"{parameters} => this";
        if (Returned is not null)
            return $"static {parameters} => {Value(Returned)}";
        if (!HasResult)
            return $"static {parameters} => true";
        string values = string.Concat(Properties.Select(property => $", {Value(property)}"));
        return $"static {parameters} => new {Result}((Reply){_reply}{values})";
    }
}
