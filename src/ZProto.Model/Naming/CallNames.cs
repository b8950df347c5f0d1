namespace ZProto.Model.Naming;

/// <summary>What the replies and arguments of an engine's calls are called in C#.</summary>
/// <param name="Replies">The names of <see cref="EngineModel.Replies"/>, in the same order; each is used by itself, after <c>Reply</c>, and with <c>Exception</c> where a method accepts it as an error.</param>
/// <param name="Cases">The replies that results of methods with several are made of, with the names of their records.</param>
/// <param name="Arguments">The arguments of all methods with their names.</param>
/// <param name="Properties">The properties of all replies with their names in results.</param>
/// <param name="ErrorProperties">The properties of replies that are errors, with their names in exceptions.</param>
public sealed record CallNames(
    EquatableArray<string> Replies,
    EquatableArray<NamedItem> Cases,
    EquatableArray<NamedItem> Arguments,
    EquatableArray<NamedItem> Properties,
    EquatableArray<NamedItem> ErrorProperties)
{
    /// <summary>The members that the arguments of every client have.</summary>
    public static readonly EquatableArray<string> ReservedInArguments = new(
        ["Arguments", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"]);

    /// <summary>The members that the result of every call has, and what C# lets no record have.</summary>
    public static readonly EquatableArray<string> ReservedInResults = new(
        ["Clone", "Deconstruct", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "PrintMembers", "ReferenceEquals", "Reply", "ReplyFields", "ToString"]);

    /// <summary>The members that the exception of every error has.</summary>
    public static readonly EquatableArray<string> ReservedInErrors = new(
    [
        "Data", "Equals", "Fields", "Finalize", "GetBaseException", "GetHashCode", "GetObjectData", "GetType", "HResult", "HelpLink", "InnerException", "MemberwiseClone", "Message",
        "ReferenceEquals", "Reply", "SerializeObjectState", "Source", "StackTrace", "TargetSite", "ToString",
    ]);

    /// <summary>Names the replies of an engine in its class.</summary>
    internal static List<string> AllocateReplies(EngineModel model, NameScope engine)
    {
        HashSet<ModelName> errors = GetErrors(model);
        return model.Replies.Select(reply => engine.Allocate(reply.Name, reply.Span, "Reply", "the reply",
            name => errors.Contains(reply.Name) ? [$"Reply{name}", $"{name}Exception"] : [$"Reply{name}"])).ToList();
    }

    /// <summary>Names what calls take and give.</summary>
    /// <param name="model">The engine.</param>
    /// <param name="calls">Its methods that are calls.</param>
    /// <param name="methods">The names of its methods.</param>
    /// <param name="replies">The names of its replies.</param>
    /// <param name="diagnostics">Where names that took a suffix are reported, each once.</param>
    internal static CallNames Create(EngineModel model, IEnumerable<MethodModel> calls, IEnumerable<string> methods, IReadOnlyList<string> replies, List<ModelDiagnostic> diagnostics)
    {
        HashSet<ModelName> errors = GetErrors(model);
        List<MethodModel> called = calls.ToList();
        var arguments = new NameScope(ReservedInArguments);
        List<NamedItem> argumentNames = AllocateValues(called.SelectMany(method => method.Arguments), arguments, "Argument", "the argument");
        var properties = new NameScope(ReservedInResults.Concat(methods.Select(method => $"{method}Result")));
        List<NamedItem> propertyNames = AllocateValues(model.Replies.SelectMany(reply => reply.Properties), properties, "Property", "the property");

        var cases = new NameScope(properties);
        List<NamedItem> caseNames = HostNames.Distinct(model.Replies.Where(reply => called.Any(method => IsCase(reply, method))).Select(reply => (reply.Name, reply.Span)))
            .ConvertAll(item => new NamedItem(item.Name, cases.Allocate(item.Name, item.Span, "Reply", "the reply", name => [name])));

        var exceptions = new NameScope(ReservedInErrors.Concat(replies.Select(name => $"{name}Exception")));
        List<NamedItem> errorProperties = AllocateValues(model.Replies.Where(reply => errors.Contains(reply.Name)).SelectMany(reply => reply.Properties), exceptions, "Property", "the property");

        diagnostics.AddRange(arguments.Diagnostics.Concat(properties.Diagnostics));
        AddOnce(diagnostics, cases, exceptions);
        return new CallNames(
            replies.ToEquatableArray(), caseNames.ToEquatableArray(), argumentNames.ToEquatableArray(), propertyNames.ToEquatableArray(), errorProperties.ToEquatableArray());
    }

    /// <summary>Adds diagnostics of further types: what takes a suffix in several is reported once.</summary>
    internal static void AddOnce(List<ModelDiagnostic> diagnostics, params NameScope[] scopes)
    {
        foreach (NameScope scope in scopes)
            diagnostics.AddRange(scope.Diagnostics.Where(diagnostic => diagnostics.All(reported => reported.Span != diagnostic.Span)).ToList());
    }

    /// <summary>Names values, each name once.</summary>
    internal static List<NamedItem> AllocateValues(IEnumerable<ArgumentModel> values, NameScope scope, string suffix, string owner)
        => HostNames.Distinct(values.Select(value => (value.Name, value.Span)))
            .ConvertAll(item => new NamedItem(item.Name, scope.Allocate(item.Name, item.Span, suffix, owner, name => [name])));

    private static HashSet<ModelName> GetErrors(EngineModel model)
        => new(model.Methods.SelectMany(method => method.Accepts).Where(accept => accept.IsError).Select(accept => accept.Reply.Name));

    // Of one reply that is no error, the call gives what that carries; a constructor gives its client.
    private static bool IsCase(ReplyModel reply, MethodModel method)
        => !ClientNames.IsConstructor(method.Name) && !ClientNames.IsDestructor(method.Name) && method.Accepts.Count(accept => !accept.IsError) > 1 && method.Accepts.Any(accept => !accept.IsError && accept.Reply.Name.Equals(reply.Name));
}
