using ZProto.Model.Xml;

namespace ZProto.Model.Compiling;

/// <summary>Checks C# in models. The model language itself knows nothing of it.</summary>
internal interface ICodeChecks
{
    /// <summary>Whether code is statements and nothing else: no brace of it closes what it does not open, and no directive is in it.</summary>
    bool AreStatements(EquatableArray<XmlText> code);

    /// <summary>Whether code is members of a class and nothing else.</summary>
    bool AreMembers(EquatableArray<XmlText> code);
}
