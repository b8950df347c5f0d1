using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.WireTypes;

/// <summary>
/// A type that a field can have on the wire, and an argument in the API: how a model is checked for it, what documents say of it, and
/// what it is in C#. The codec's part of it is in the generator's class for such fields.
/// </summary>
public abstract partial class WireType
{
    /// <summary>What the language calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is in frames of its own, after the first.</summary>
    public virtual bool IsFrame => false;

    /// <summary>Whether it is a text.</summary>
    public virtual bool IsText => false;

    /// <summary>Whether it is bytes in one piece.</summary>
    public virtual bool IsBytes => false;

    /// <summary>Whether it is a number.</summary>
    public virtual bool IsNumber => false;

    /// <summary>What old models call it.</summary>
    internal virtual IEnumerable<string> OldNames => [];

    /// <summary>What other languages and formats call it, separated by blanks.</summary>
    internal virtual string ForeignNames => "";

    /// <summary>Whether fields can have it; otherwise only arguments and replies can.</summary>
    internal virtual bool IsOnWire => true;

    /// <summary>Whether no field can follow one of it.</summary>
    internal virtual bool IsLast => false;

    /// <summary>Whether a field of it can pair replies with calls.</summary>
    internal virtual bool CanCorrelate => false;

    /// <summary>Whether the size of a field may differ from message to message; the codec keeps the widest.</summary>
    internal virtual bool HasManySizes => false;

    /// <summary>Whether each test value needs a name.</summary>
    internal virtual bool HasNamedTests => false;

    /// <summary>The size of a field whose size in the model is invalid.</summary>
    internal virtual int DefaultSize => 0;

    /// <summary>The value of a constant field whose value in the model is invalid; null where no field can be constant.</summary>
    internal virtual ConstantModel? DefaultConstant => null;

    /// <summary>
    /// Reads the size in bytes of a field; a number without a size has <paramref name="numberSize"/>. An invalid size is reported and
    /// replaced by a valid one.
    /// </summary>
    internal virtual int ReadSize(XmlElement field, int numberSize, DiagnosticBag diagnostics) => 0;

    /// <summary>Reads the value of a constant field, or reports why it is invalid.</summary>
    internal virtual ConstantModel? ReadConstant(XmlAttribute value, int size, ConstantReader constants)
        => constants.Reject(value, $"a field of type {Name} cannot be constant; only number, string and longstr can");

    /// <summary>What is wrong with a test value, or null.</summary>
    internal virtual string? ValidateTest(TestValue test, int size) => null;

    /// <summary>The type with a size as models write it.</summary>
    internal string Format(int size) => size == 0 ? Name : $"{Name} size {Literal.Format((ulong)size)}";
}
