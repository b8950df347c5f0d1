using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A field as it is in one message: how it is written and read.</summary>
internal abstract class MessageField(FieldModel model)
{
    protected const string ZplMessage = ZpCodec + "ZplMessage";
    protected const string ByteSpan = "global::System.ReadOnlySpan<byte>";

    /// <summary>The field in the message's model.</summary>
    public FieldModel Model => model;

    /// <summary>Bytes in the first frame that do not depend on its value.</summary>
    public virtual int FixedSize => 0;

    /// <summary>An expression for the bytes that do, or null.</summary>
    public virtual string? VaryingSize => null;

    /// <summary>The statement that writes it.</summary>
    /// <param name="command">The message's name as a literal, for errors.</param>
    public abstract string Write(string command);

    /// <summary>The statement that reads it.</summary>
    /// <param name="requiresUtf8">Whether text that is not UTF-8 is malformed.</param>
    public string Read(bool requiresUtf8) => Check(ReadCall, requiresUtf8);

    /// <summary>An expression for its bytes as a frame of its own.</summary>
    public virtual string FrameSize => "0";

    /// <summary>The statement that writes it as a frame of its own.</summary>
    /// <param name="command">The message's name as a literal, for errors.</param>
    public virtual string WriteFrame(string command) => Write(command);

    /// <summary>The statement that reads it from a frame of its own.</summary>
    /// <param name="requiresUtf8">Whether text that is not UTF-8 is malformed.</param>
    public string ReadFrame(bool requiresUtf8) => Check(ReadFrameCall, requiresUtf8);

    /// <summary>The statement that adds it to the message's ZPL.</summary>
    public abstract string ToZpl { get; }

    /// <summary>The call that reads it.</summary>
    protected abstract string ReadCall { get; }

    /// <summary>The call that reads it from a frame of its own.</summary>
    protected virtual string ReadFrameCall => ReadCall;

    /// <summary>Its name as a literal, for errors.</summary>
    public string Name => CSharp.Literal(model.Name.Text);

    /// <summary>Its name in ZPL as a literal.</summary>
    public string ZplName => CSharp.Literal(model.Name.C);

    /// <summary>The statement that reads it by a call.</summary>
    protected virtual string Check(string call, bool requiresUtf8) => $"if (!{call})\n    {Fail}";

    /// <summary>The statement that ends reading.</summary>
    protected string Fail => $"return reader.Fail({Name});";
}
