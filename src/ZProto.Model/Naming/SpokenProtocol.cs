namespace ZProto.Model.Naming;

/// <summary>A protocol that some part of an engine speaks.</summary>
/// <param name="Class">Its class, with its namespace.</param>
/// <param name="Messages">Its messages.</param>
public sealed record SpokenProtocol(string Class, EquatableArray<ModelName> Messages);
