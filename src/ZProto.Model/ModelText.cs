using ZProto.Model.Xml;

namespace ZProto.Model;

/// <summary>A file that the project offers as a model or for inclusion.</summary>
/// <param name="Path">Its path, as the project gives it.</param>
/// <param name="Document">What reading it gave.</param>
public sealed record ModelText(string Path, XmlDocument Document);

/// <summary>What reading a model gave.</summary>
/// <param name="Model">The model, or null where errors leave none to generate from.</param>
/// <param name="Problems">What is wrong with it, in the order of the text.</param>
public sealed record ModelResult(ClassModel? Model, EquatableArray<Problem> Problems);
