using System.Globalization;
using ZProto.Generator.Codec.Fields;
using ZProto.Model;
using ZProto.Model.Frames;

namespace ZProto.Generator.Codec;

/// <summary>Emits the framing in which every field is a frame: <c>framing="frames"</c>.</summary>
internal sealed class FramesWire : WireEmitter
{
    private readonly IReadOnlyList<MessageTrial> _trials;
    private readonly int _readFirst;

    public FramesWire(ProtocolModel protocol, List<CodecMessage> messages, SourceWriter writer)
        : base(protocol, messages, writer)
    {
        _trials = MessageTrial.CreateAll(protocol);
        _readFirst = protocol.HasIdField ? HeaderFields.Select(field => field.Model.IsId).ToList().IndexOf(true) + 1 : protocol.HeaderFields;
    }

    public override bool DistinguishesSenders => MessageTrial.DistinguishSenders(Protocol);

    public override string Error => "reader.FrameError";

    private IEnumerable<MessageField> HeaderFields => Messages.Take(1).SelectMany(message => message.Fields.Take(Protocol.HeaderFields));

    public override bool KeepsFirstFrame(List<CodecField> fields) => false;

    public override string GetEncodedSize(CodecMessage message) => message.Fields.Count == 0 ? "0" : message.Fields[0].FrameSize;

    public override void Encode(CodecMessage message, string command)
    {
        List<CodecField> optional = message.Settable.FindAll(field => field.Model.IsOptional);
        for (int i = 1; i < optional.Count; i++)
        {
            CodecField before = optional[i - 1];
            Writer.Write($"if ({optional[i].HasProperty} && !{before.HasProperty})\n    throw {Zp}MessageEncodeException.NotSet({command}, {before.Name}, {optional[i].Name});");
        }
        foreach (MessageField field in message.Fields)
        {
            string write = field.WriteFrame(command);
            Writer.Write(field is CodecField { Model.IsOptional: true } part ? $"if ({part.HasProperty})\n    {write}" : write);
        }
    }

    public override void DecodeAny()
    {
        foreach (MessageField field in HeaderFields.Take(_readFirst))
        {
            if (field.Model.IsId)
                Writer.Write($"if (!reader.ReadFrame(out byte id))\n    return reader.Fail({field.Name});\nId = (MessageId)id;");
            else
                Read(field);
        }
        if (Protocol.HasIdField)
        {
            CodecMessage.WriteSwitch(Writer, Messages, message => $"return Decode{message.Name}(ref reader);", "return reader.FailUnknownId();");
            return;
        }
        foreach (MessageTrial trial in _trials)
        {
            CodecMessage message = Messages.Find(message => message.Model == trial.Message);
            string notOf = trial.NotOf is { } role ? $"sender != {Zp}MessageRole.{(role == "client" ? "Client" : "Server")} && " : "";
            Writer.Write($"if ({notOf}Fits{message.Name}(ref reader))\n    return Decode{message.Name}(ref reader);");
        }
        Writer.Write("return reader.FailUnknownMessage();");
    }

    public override void Tell(CodecMessage message)
    {
        if (Protocol.HasIdField)
            return;
        Writer.Write($"private static bool Fits{message.Name}(ref {Zp}FrameReader reader)\n    => {string.Join("\n        && ", Fits(message))};");
        Writer.BlankLine();
    }

    public override void Decode(CodecMessage message)
    {
        if (!Protocol.HasIdField)
            Writer.Write($"Id = MessageId.{message.Name};");
        foreach (MessageField field in message.Fields.Skip(_readFirst))
            Read(field);
        Writer.Write("return reader.RequireEnd();");
    }

    private void Read(MessageField field)
    {
        string read = field.ReadFrame(Protocol.RequiresUtf8);
        if (!field.Model.IsOptional)
        {
            Writer.Write(read);
            return;
        }
        Writer.Open("if (reader.FramesLeft > 0)");
        Writer.Write(read);
        Writer.Close();
    }

    /// <summary>The conditions under which the frames after the header are those of a message: their number, its constants and their places.</summary>
    private List<string> Fits(CodecMessage message)
    {
        var conditions = new List<string>();
        string from = "";
        int least = 0;
        int most = 0;
        bool hasRest = false;
        foreach (MessageField field in message.Fields.Skip(_readFirst))
        {
            string offset = from.Length == 0 ? Format(least) : least == 0 ? from : $"{from} + {Format(least)}";
            if (field is EnvelopeField envelope)
            {
                from = $"after{envelope.Property}";
                conditions.Add($"reader.TryFindEnvelopeEnd({offset}, out int {from})");
                least = most = 0;
                continue;
            }
            if (field is ConstantField constant)
                conditions.Add($"reader.IsFrame({offset}, {constant.Frame})");
            hasRest |= field.Model.Type.IsLast;
            most++;
            if (!field.Model.IsOptional)
                least++;
        }
        string left = from.Length == 0 ? "reader.FramesLeft" : $"reader.FramesLeft - {from}";
        string count = hasRest ? $"{left} >= {Format(least)}" : least == most ? $"{left} == {Format(least)}" : $"{left} is >= {Format(least)} and <= {Format(most)}";
        conditions.Insert(from.Length == 0 ? 0 : conditions.Count, count);
        return conditions;
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
