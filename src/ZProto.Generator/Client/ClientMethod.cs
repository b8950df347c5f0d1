using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>A method of a client or mesh that is a call: what its users call and what they get.</summary>
internal sealed class ClientMethod
{
    private const string Task = "global::System.Threading.Tasks.Task";

    private static readonly ModelName s_status = new("status");

    private readonly MethodModel _method;
    private readonly string _name;
    private readonly CallSite _site;
    private readonly ClientReplies _replies;
    private readonly List<ReplyModel> _accepted;
    private readonly List<ReplyModel> _results;
    private readonly List<ReplyModel> _errors;
    private readonly List<string> _parameters;
    private readonly string _cancellationToken;
    private readonly string _reply;
    private readonly string _values;

    public ClientMethod(MethodModel method, string name, CallSite site, ClientReplies replies)
    {
        _method = method;
        _name = name;
        _site = site;
        _replies = replies;
        _accepted = replies.GetAccepted(method);
        _errors = _accepted.FindAll(reply => ClientReplies.IsError(method, reply));
        _results = _accepted.FindAll(reply => !_errors.Contains(reply));
        _parameters = MethodParameters.GetNames(method.Arguments);
        _cancellationToken = MethodParameters.MakeUnique(_parameters, "cancellationToken");
        _reply = MethodParameters.MakeUnique(_parameters, "reply");
        _values = MethodParameters.MakeUnique(_parameters, "values");
    }

    /// <summary>The one property that the call returns, or null.</summary>
    private ArgumentModel? Returned
        => _results.Count == 1 && _method.Return is { } wanted ? _results[0].Properties.FirstOrDefault(property => property.Name.Equals(wanted.Name)) : null;

    /// <summary>Whether the call returns a type of its own.</summary>
    private bool HasResult
        => !Opens && Returned is null && (HasCases || (_results.Count == 1 && _results[0].Properties.Count > 0));

    /// <summary>Whether the call returns one of several replies.</summary>
    private bool HasCases => _results.Count > 1;

    private string Result => $"{_name}Result";

    /// <summary>Writes the type that the call returns, if it is more than one property.</summary>
    public void EmitResult(SourceWriter writer)
    {
        if (!HasResult)
            return;
        if (HasCases)
        {
            EmitCases(writer);
            return;
        }
        writer.Write(CSharp.Doc("summary", $"What {_name}Async gives."));
        writer.Write(CSharp.Doc("param name=\"Reply\"", "Which reply the call had."));
        EmitProperties(writer, _results[0]);
        writer.Write($"public readonly record struct {Result}(Reply Reply, {Declare(_results[0])});");
        writer.BlankLine();
    }

    private void EmitCases(SourceWriter writer)
    {
        writer.Write(CSharp.Doc("summary", $"What {_name}Async gives: the reply that the call had, as one of the records in here."));
        writer.Open($"public abstract record {Result}");
        writer.Write($"private {Result}()\n{{\n}}");
        foreach (ReplyModel reply in _results)
        {
            writer.BlankLine();
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(reply.Description, $"The reply {reply.Name.Text}")));
            EmitProperties(writer, reply);
            writer.Write($"public sealed record {_replies.GetCase(reply)}({Declare(reply)}) : {Result};");
        }
        writer.Close();
        writer.BlankLine();
    }

    private void EmitProperties(SourceWriter writer, ReplyModel reply)
    {
        foreach (ArgumentModel property in reply.Properties)
            writer.Write(CSharp.Doc($"param name=\"{_replies.GetProperty(property)}\"", CSharp.Sentence(property.Description, property.Name.Text)));
    }

    private string Declare(ReplyModel reply)
        => string.Join(", ", reply.Properties.Select(property => $"{MethodParameters.GetTypeName(property)} {_replies.GetProperty(property)}"));

    /// <summary>Writes the method.</summary>
    public void Emit(SourceWriter writer)
    {
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(_method.Description, Opens ? $"Opens the {_site.Noun}" : $"The method {_method.Name.Text}")));
        for (int i = 0; i < _parameters.Count; i++)
            writer.Write(CSharp.Doc($"param name=\"{_parameters[i]}\"", CSharp.Sentence(_method.Arguments[i].Description, _method.Arguments[i].Name.Text)));
        writer.Write(CSharp.Doc($"param name=\"{_cancellationToken}\"", $"Ends the wait. The {_site.Noun} stays usable; a late reply is discarded."));
        if (Returns is { } gives)
            writer.Write(CSharp.Doc("returns", gives));
        Exceptions(writer);
        string parameters = string.Concat(_parameters.Select((parameter, i) => $"{MethodParameters.GetTypeName(_method.Arguments[i])} {CSharp.Identifier(parameter)}, "));
        string head = $"public {Type} {(Opens ? "Open" : _name)}Async({parameters}global::System.Threading.CancellationToken {_cancellationToken} = default)";
        string raised = !RaisesEvent ? "0" : $"(int)Event.{_site.Events.First(item => item.Name.Equals(_method.Name)).CSharp}";
        string accepts = _accepted.Count == 0 ? "global::System.Array.Empty<int>()" : $"new[] {{ {_replies.FormatNumbers(_accepted)} }}";
        string call = $"{_site.Operations}CallAsync(\n    this, {Peer}{CSharp.Literal(_method.Name.Text)}, {raised}, {accepts}, {SetArguments}, {Convert}, {Timeout}, {_method.Tries}, {_cancellationToken});";
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

    private bool Opens => !_site.IsMesh && ClientNames.IsConstructor(_method.Name);

    // A mesh's method raises its event on a peer; the user's part does what one without a peer is to do.
    private bool RaisesEvent => _site.IsMesh ? _method.Peer is not null : !_method.Immediate;

    private string Peer
        => !_site.IsMesh ? "" : _method.Peer is not { } peer ? "default, " : $"{CSharp.Identifier(_parameters[_method.Arguments.ToList().IndexOf(peer)])}, ";

    // Of none the options decide; 0 in the model is as long as it takes.
    private string Timeout => _method.Timeout is { } milliseconds ? $"{(milliseconds == 0 ? -1 : milliseconds)}" : "0";

    /// <summary>The parameters that could be null.</summary>
    private IEnumerable<string> References => _parameters.Where((_, i) => ArgumentDefaults.IsReference(_method.Arguments[i])).Select(CSharp.Identifier);

    private string Type
        => Opens ? $"{Task}<{_site.Class}>"
            : Returned is not null ? $"{Task}<{MethodParameters.GetTypeName(Returned)}>"
            : HasResult ? $"{Task}<{Result}>"
            : Task;

    private string? Returns
        => Opens ? $"This {_site.Noun}."
            : Returned is not null ? CSharp.Sentence(Returned.Description, $"{Returned.Name.Text}, from {_results[0].Name.Text}")
            : HasCases ? "The reply that it had, with what that carried."
            : HasResult ? "Which reply it had, and what that carried."
            : _results.Count > 0 ? $"A task that ends with {_results[0].Name.Text}."
            : _errors.Count > 0 ? "A task that fails with any reply."
            : _method.Immediate ? null
            : "A task that ends when the event has run.";

    private void Exceptions(SourceWriter writer)
    {
        if (References.Any())
            writer.Write("/// <exception cref=\"global::System.ArgumentNullException\">An argument is null.</exception>");
        if (RaisesEvent)
            writer.Write($"/// <exception cref=\"{Zp}InvalidClientStateException\">The {(_site.IsMesh ? "peer" : _site.Noun)} is in a state in which this cannot be called.</exception>");
        writer.Write($"/// <exception cref=\"{Zp}ClientClosedException\">The {_site.Noun} has ended.</exception>");
        if (_site.IsMesh && RaisesEvent)
            writer.Write($"/// <exception cref=\"{Zp}PeerGoneException\">The mesh has no such peer, or it ended before a reply came.</exception>");
        if (Status is not null)
            writer.Write($"/// <exception cref=\"{Zp}ClientOpenException\">The reply has a status other than zero.</exception>");
        foreach (ReplyModel reply in _errors)
            writer.Write(CSharp.Doc($"exception cref=\"{_replies.GetException(reply)}\"", CSharp.Sentence(reply.Description, $"The reply {reply.Name.Text}")));
        if (LongestCall is { } longest)
            writer.Write($"/// <exception cref=\"global::System.TimeoutException\">It took longer than {longest}; the message says what is known of the {(_site.IsClient ? "server" : "peers")}.</exception>");
        if (_site.IsClient && RaisesEvent && _accepted.Count > 0 && _method.Tries == 1)
            writer.Write($"/// <exception cref=\"{Zp}ConnectionLostException\">The connection to the server was lost before a reply came.</exception>");
        writer.Write("/// <exception cref=\"global::System.OperationCanceledException\">The wait was cancelled.</exception>");
    }

    private string? LongestCall
        => _method.Timeout is { } milliseconds ? (milliseconds == 0 ? null : $"{(_method.Tries > 1 ? $"{_method.Tries} times " : "")}{milliseconds} milliseconds")
            : _method.Immediate ? null
            : "<c>Options.CallTimeout</c>";

    private string SetArguments
    {
        get
        {
            bool begins = _site.IsMesh && !RaisesEvent;
            if (_parameters.Count == 0 && !begins)
                return "null";
            IEnumerable<string> statements = _parameters.Select((parameter, i) => $"Args.{_site.Names.Arguments.First(item => item.Name.Equals(_method.Arguments[i].Name)).CSharp} = {CSharp.Identifier(parameter)};");
            if (begins)
                statements = statements.Append($"this.{_name}({string.Join(", ", _parameters.Select(CSharp.Identifier))});");
            return $"() => {{ {string.Join(" ", statements)} }}";
        }
    }

    /// <summary>What says that a constructor failed: the <c>status</c> that it returns, where an accepted reply carries it as a number.</summary>
    private ArgumentModel? Status
        => Opens && _method.Return is { } wanted && wanted.Name.Equals(s_status)
            ? _results.SelectMany(reply => reply.Properties).FirstOrDefault(property => property.Name.Equals(s_status) && property.Type.IsNumber)
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
        foreach (ReplyModel reply in _results.Where(reply => reply.Properties.Any(property => property.Name.Equals(s_status))))
        {
            writer.Write($"case {_replies.GetMember(reply)}:");
            writer.Write($"    name = {CSharp.Literal(reply.Name.Text)};");
            foreach (ArgumentModel property in reply.Properties)
                writer.Write($"    fields.Add({CSharp.Literal(property.Name.Text)}, values.{_replies.GetProperty(property)});");
            writer.Write("    break;");
        }
        writer.Close();
        writer.Write($"return new {Zp}ClientOpenException({CSharp.Literal(_site.Class)}, name, fields);");
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>Writes what makes a result of one of several replies, for the client's definition.</summary>
    public void EmitCreateResult(SourceWriter writer)
    {
        if (!HasResult || !HasCases)
            return;
        writer.Open($"public static {Result} Create{Result}(Reply reply, {ClientReplies.Fields} values) => reply switch");
        foreach (ReplyModel reply in _results)
            writer.Write($"{_replies.GetMember(reply)} => new {Result}.{_replies.GetCase(reply)}({_replies.FormatValues(reply)}),");
        writer.Write("_ => throw new global::System.Diagnostics.UnreachableException(),");
        writer.Close("};");
        writer.BlankLine();
    }

    private string Convert
    {
        get
        {
            string errors = _errors.Count == 0 ? "" : $"(Reply){_reply} is {string.Join(" or ", _errors.Select(_replies.GetMember))} ? throw {_site.Definition}.CreateException({Reply}) : ";
            return $"{(Opens ? "" : "static ")}({_reply}, {_values}) => {errors}{(Opens ? Opened : Given)}";
        }
    }

    private string Reply => $"(Reply){_reply}, ({ClientReplies.Fields}){_values}!";

    private string Opened => Status is { } status ? $"{Value(status)} == 0 ? this : throw {_site.Definition}.OpenFailed({Reply})" : "this";

    private string Given
        => Returned is not null ? Value(Returned)
            : !HasResult ? "true"
            : HasCases ? $"{_site.Definition}.Create{Result}({Reply})"
            : $"new {Result}((Reply){_reply}{string.Concat(_results[0].Properties.Select(property => $", {Value(property)}"))})";
}
