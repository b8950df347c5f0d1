namespace ZProto.Model.Naming;

/// <summary>What the fields, messages and constants of a protocol are called in C#.</summary>
/// <param name="Class">The codec's class.</param>
/// <param name="Fields">The names of <see cref="ProtocolModel.Fields"/>, in the same order.</param>
/// <param name="Messages">The names of <see cref="ProtocolModel.Messages"/>, in the same order.</param>
/// <param name="Defines">The names of the constants, in the order of the model.</param>
/// <param name="Diagnostics">The names that took a suffix.</param>
public sealed record CodecNames(
    string Class,
    EquatableArray<FieldNames> Fields,
    EquatableArray<string> Messages,
    EquatableArray<string> Defines,
    EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>The members that every codec has.</summary>
    public static readonly EquatableArray<string> Reserved = new(
    [
        "Clear", "Clone", "Command", "ContentEquals", "Encode", "EncodedSize", "Equals", "Finalize", "FromZpl", "GetHashCode",
        "GetType", "HasId", "Id", "MemberwiseClone", "MessageId", "ReferenceEquals", "RoutingId", "ToFrames", "ToString", "ToZpl",
        "TryDecode", "TryReadFrames",
    ]);

    /// <summary>The further members of the codec of a published protocol.</summary>
    public static readonly EquatableArray<string> ReservedForTopics = new(["GetSubscription", "Topic", "TopicUtf8", "TryParseSubscription"]);

    /// <summary>Names what a protocol holds.</summary>
    /// <param name="model">The model of the protocol.</param>
    public static CodecNames Create(ProtocolModel model)
    {
        var scope = new NameScope(model.PubSub ? Reserved.Concat(ReservedForTopics) : Reserved);
        string className = scope.Allocate(model.Name, model.Span, "Protocol", "the class", name => [name]);

        // Where a codec keeps the frame that it was decoded from is no field's storage.
        scope.AllocateParameter("receivedFrame");
        var fields = new List<FieldNames>();
        foreach (FieldModel field in model.Fields)
        {
            string property = scope.Allocate(field.Name, field.Span, "Field", "the field", name => GetMembers(field, name));
            string parameter = scope.AllocateParameter(char.ToLowerInvariant(property[0]) + property.Substring(1));
            fields.Add(new FieldNames(property, $"_{parameter}", parameter));
        }

        // A message is named in the enumeration of ids, and in the methods that make, write and read it; one name serves for all.
        var messages = new List<string>();
        foreach (MessageModel message in model.Messages)
            messages.Add(scope.Allocate(message.Name, message.Span, "Message", "the message", name => GetMembers(model, name)));

        var defines = new List<string>();
        foreach (DefineModel define in model.Defines)
            defines.Add(scope.Allocate(define.Name, define.Span, "Define", "the define", name => [name]));

        return new CodecNames(className, fields.ToEquatableArray(), messages.ToEquatableArray(), defines.ToEquatableArray(), scope.Diagnostics.ToEquatableArray());
    }

    private static string[] GetMembers(ProtocolModel model, string message)
    {
        string[] members = [$"Create{message}", $"Set{message}", $"Encode{message}", $"Decode{message}"];
        return model is { Framing: ProtocolFraming.Frames, HasIdField: false } ? [.. members, $"Fits{message}"] : members;
    }

    private static string[] GetMembers(FieldModel field, string name)
        => field.IsOptional ? [.. field.Type.GetMembers(name), $"Has{name}", $"Clear{name}"] : field.Type.GetMembers(name);
}

/// <summary>What one field is called in C#.</summary>
/// <param name="Property">Its property.</param>
/// <param name="Storage">Where the codec keeps it.</param>
/// <param name="Parameter">A parameter that sets it.</param>
public sealed record FieldNames(string Property, string Storage, string Parameter);
