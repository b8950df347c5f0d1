using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>The replies of a client or mesh: the methods that actions reply with, and what carries the replies to the calls.</summary>
internal sealed class ClientReplies
{
    /// <summary>The type of what a reply carries.</summary>
    public const string Fields = "ReplyFields";

    private readonly EngineModel _engine;
    private readonly string _class;
    private readonly CallNames _names;
    private readonly Dictionary<ModelName, string> _replies;
    private readonly Dictionary<ModelName, string> _properties;
    private readonly Dictionary<ModelName, string> _cases;
    private readonly List<ReplyModel> _errors;

    public ClientReplies(EngineModel engine, string className, CallNames names)
    {
        _engine = engine;
        _class = className;
        _names = names;
        _properties = names.Properties.ToDictionary(item => item.Name, item => item.CSharp);
        _cases = names.Cases.ToDictionary(item => item.Name, item => item.CSharp);
        _errors = engine.Replies.Where(reply => engine.Methods.Any(method => IsError(method, reply))).ToList();
        _replies = engine.Replies.Zip(names.Replies, (reply, name) => (reply, name)).ToDictionary(pair => pair.reply.Name, pair => pair.name);
    }

    /// <summary>The replies that a method accepts, in the order of the model.</summary>
    public List<ReplyModel> GetAccepted(MethodModel method)
        => _engine.Replies.Where(reply => method.Accepts.Any(accept => accept.Reply.Name.Equals(reply.Name))).ToList();

    /// <summary>Whether calls of a method fail with a reply.</summary>
    public static bool IsError(MethodModel method, ReplyModel reply) => method.Accepts.Any(accept => accept.IsError && accept.Reply.Name.Equals(reply.Name));

    /// <summary>A reply as a member of the enumeration.</summary>
    public string GetMember(ReplyModel reply) => $"Reply.{_replies[reply.Name]}";

    /// <summary>The record of a reply in the results of methods with several.</summary>
    public string GetCase(ReplyModel reply) => _cases[reply.Name];

    /// <summary>The exception of a reply that is an error.</summary>
    public string GetException(ReplyModel reply) => $"{_replies[reply.Name]}Exception";

    /// <summary>The numbers of replies, as the elements of an array.</summary>
    public string FormatNumbers(IEnumerable<ReplyModel> replies) => string.Join(", ", replies.Select(reply => $"(int){GetMember(reply)}"));

    /// <summary>What a reply carries, as the arguments of what is made of it.</summary>
    public string FormatValues(ReplyModel reply) => string.Join(", ", reply.Properties.Select(property => $"values.{GetProperty(property)}"));

    /// <summary>What a property is called in C#.</summary>
    public string GetProperty(ArgumentModel property) => _properties[property.Name];

    private List<ArgumentModel> Properties => _engine.Replies.SelectMany(reply => reply.Properties).GroupBy(property => property.Name).Select(same => same.First()).ToList();

    /// <summary>Writes the enumeration of replies.</summary>
    public void EmitEnumeration(SourceWriter writer)
    {
        if (_engine.Replies.Count == 0)
            return;
        writer.Write(CSharp.Doc("summary", "The replies that calls can have."));
        writer.Open("public enum Reply");
        for (int i = 0; i < _engine.Replies.Count; i++)
        {
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(_engine.Replies[i].Description, _engine.Replies[i].Name.Text)));
            writer.Write($"{_names.Replies[i]} = {i + 1},");
            writer.BlankLine();
        }
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>Writes what actions reply with.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="call">The call of the runtime up to the reply.</param>
    public void EmitMethods(SourceWriter writer, string call)
    {
        for (int i = 0; i < _engine.Replies.Count; i++)
            EmitMethod(writer, call, _engine.Replies[i], _names.Replies[i]);
    }

    /// <summary>Writes the names of the replies, for the definition.</summary>
    public void EmitNames(SourceWriter writer)
    {
        if (_engine.Replies.Count == 0)
            return;
        writer.Open("public override string GetReplyName(int reply) => (Reply)reply switch");
        for (int i = 0; i < _engine.Replies.Count; i++)
            writer.Write($"Reply.{_names.Replies[i]} => {CSharp.Literal(_engine.Replies[i].Name.Text)},");
        writer.Write("_ => \"?\",");
        writer.Close("};");
        writer.BlankLine();
    }

    /// <summary>Writes the exceptions of the replies that are errors.</summary>
    public void EmitExceptions(SourceWriter writer)
    {
        Dictionary<ModelName, string> properties = _names.ErrorProperties.ToDictionary(item => item.Name, item => item.CSharp);
        foreach (ReplyModel reply in _errors)
        {
            List<string> parameters = MethodParameters.GetNames(reply.Properties);
            writer.Write(CSharp.Doc("summary", $"A call failed with the reply {reply.Name.Text}. {reply.Description}".TrimEnd()));
            writer.Open($"public sealed class {GetException(reply)} : global::ZProto.ReplyException");
            writer.Write(CSharp.Doc("summary", "Creates the exception."));
            EmitParameters(writer, reply, parameters);
            string fields = string.Concat(parameters.Select((parameter, i) => $" {{ {CSharp.Literal(reply.Properties[i].Name.Text)}, {CSharp.Identifier(parameter)} }},"));
            writer.Write($"public {GetException(reply)}({Declare(reply, parameters)})");
            writer.Open($"    : base({CSharp.Literal(_class)}, {CSharp.Literal(reply.Name.Text)}, new global::System.Collections.Generic.Dictionary<string, object?> {{{fields.TrimEnd(',')} }})");
            for (int i = 0; i < parameters.Count; i++)
            {
                string property = properties[reply.Properties[i].Name];
                // Letters without case are the same in both.
                writer.Write($"{(property == parameters[i] ? "this." : "")}{property} = {CSharp.Identifier(parameters[i])};");
            }
            writer.Close();
            foreach (ArgumentModel property in reply.Properties)
            {
                writer.BlankLine();
                writer.Write(CSharp.Doc("summary", CSharp.Sentence(property.Description, property.Name.Text)));
                writer.Write($"public {MethodParameters.GetTypeName(property)} {properties[property.Name]} {{ get; }}");
            }
            writer.Close();
            writer.BlankLine();
        }
    }

    /// <summary>Writes the last reply for the users of the client: as one value, and each of its fields.</summary>
    public void EmitLastReply(SourceWriter writer, EquatableArray<NamedItem> names)
    {
        if (_engine.Replies.Count == 0)
            return;
        writer.Write(CSharp.Doc("summary", "The last reply that a call had. A field that it does not carry has the value of the last reply that did. With calls that overlap, use what each returns."));
        writer.Write($"public {Fields} LastReply {{ get; private set; }} = new {Fields}();");
        writer.BlankLine();
        List<ArgumentModel> properties = Properties;
        for (int i = 0; i < properties.Count; i++)
        {
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(properties[i].Description, $"The {properties[i].Name.Text} of the last reply")));
            writer.Write(CSharp.Doc("remarks", "Of the last reply that carries it, as <c>LastReply</c> says.").Replace("&lt;", "<").Replace("&gt;", ">"));
            writer.Write($"public {MethodParameters.GetTypeName(properties[i])} {names[i].CSharp} => LastReply.{GetProperty(properties[i])};");
            writer.BlankLine();
        }
    }

    /// <summary>Writes the type of what replies carry.</summary>
    public void EmitFields(SourceWriter writer, string modifier)
    {
        if (_engine.Replies.Count == 0)
            return;
        writer.Write(CSharp.Doc("summary", "The fields of replies."));
        writer.Open($"{modifier} sealed record {Fields}");
        writer.Write(CSharp.Doc("summary", "Which reply it was; null before the first."));
        writer.Write("public Reply? Reply { get; init; }");
        foreach (ArgumentModel property in Properties)
        {
            string initializer = ArgumentDefaults.Initializer(property);
            writer.BlankLine();
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(property.Description, property.Name.Text)));
            writer.Write($"public {MethodParameters.GetTypeName(property)} {GetProperty(property)} {{ get; init; }}{(initializer.Length > 0 ? initializer + ";" : "")}");
        }
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>Writes how a client keeps its last reply, for its definition.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="engine">What the definition calls the client.</param>
    public void EmitDelivery(SourceWriter writer, string engine)
    {
        if (_engine.Replies.Count == 0)
            return;
        writer.Open("public override void OnReply(int reply, object? values)");
        writer.Write($"{Fields} last = {engine}.LastReply;");
        writer.Write($"var given = ({Fields})values!;");
        writer.Open($"{engine}.LastReply = (Reply)reply switch");
        foreach (ReplyModel reply in _engine.Replies)
        {
            IEnumerable<string> carried = reply.Properties.Select(property => $", {GetProperty(property)} = given.{GetProperty(property)}");
            writer.Write($"{GetMember(reply)} => last with {{ Reply = given.Reply{string.Concat(carried)} }},");
        }
        writer.Write("_ => last,");
        writer.Close("};");
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>Writes what makes the exceptions of replies that are errors, for the definition.</summary>
    public void EmitCreateException(SourceWriter writer)
    {
        if (_errors.Count == 0)
            return;
        writer.Open($"public static global::ZProto.ReplyException CreateException(Reply reply, {Fields} values) => reply switch");
        foreach (ReplyModel reply in _errors)
            writer.Write($"{GetMember(reply)} => new {GetException(reply)}({FormatValues(reply)}),");
        writer.Write("_ => throw new global::System.Diagnostics.UnreachableException(),");
        writer.Close("};");
        writer.BlankLine();
    }

    private static void EmitParameters(SourceWriter writer, ReplyModel reply, List<string> parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
            writer.Write(CSharp.Doc($"param name=\"{parameters[i]}\"", CSharp.Sentence(reply.Properties[i].Description, reply.Properties[i].Name.Text)));
    }

    private static string Declare(ReplyModel reply, List<string> parameters)
        => string.Join(", ", parameters.Select((parameter, i) => $"{MethodParameters.GetTypeName(reply.Properties[i])} {CSharp.Identifier(parameter)}"));

    private void EmitMethod(SourceWriter writer, string call, ReplyModel reply, string name)
    {
        List<string> parameters = MethodParameters.GetNames(reply.Properties);
        writer.Write(CSharp.Doc("summary", $"Replies {reply.Name.Text} to the oldest open call that accepts it. {reply.Description}".TrimEnd()));
        EmitParameters(writer, reply, parameters);
        writer.Write("/// <returns>Whether there was such a call.</returns>");
        string values = string.Concat(parameters.Select((parameter, i) => $", {GetProperty(reply.Properties[i])} = {CSharp.Identifier(parameter)}"));
        writer.Write("[global::ZProto.LoopOnly]");
        writer.Write($"private bool Reply{name}({Declare(reply, parameters)})");
        writer.Write($"    => {call}(int)Reply.{name}, new {Fields} {{ Reply = Reply.{name}{values} }});");
        writer.BlankLine();
    }
}
