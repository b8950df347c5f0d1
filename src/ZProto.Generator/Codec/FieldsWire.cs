using ZProto.Generator.Codec.Fields;
using ZProto.Model;

namespace ZProto.Generator.Codec;

/// <summary>Emits the framing of zproto's own codecs: signature, id and fields in the first frame, or id, topic and fields for one that is published.</summary>
internal sealed class FieldsWire(ProtocolModel protocol, List<CodecMessage> messages, SourceWriter writer) : WireEmitter(protocol, messages, writer)
{
    private const int HeaderSize = 3;

    private string Signature => $"0x{Protocol.Header:X4}";

    public override bool KeepsFirstFrame(List<CodecField> fields) => Protocol.PubSub || fields.Any(field => field.IsReceived);

    public override string GetEncodedSize(CodecMessage message)
    {
        IEnumerable<MessageField> inFirstFrame = message.Fields.Where(field => !field.Model.Type.IsFrame);
        int fixedSize = (Protocol.PubSub ? 2 : HeaderSize) + inFirstFrame.Sum(field => field.FixedSize);
        List<string> terms = [fixedSize.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (Protocol.PubSub)
            terms.Add("_topic.Utf8Length");
        terms.AddRange(inFirstFrame.Where(field => field.VaryingSize is not null).Select(field => field.VaryingSize!));
        return terms.Count == 1 ? terms[0] : $"checked({string.Join(" + ", terms)})";
    }

    public override void Encode(CodecMessage message, string command)
    {
        List<FieldRun> runs = FieldRun.Split(message.Fields.Where(field => !field.Model.Type.IsFrame));
        // The header is written with the fields of fixed size that follow it.
        FieldRun? withHeader = !Protocol.PubSub && runs.Count > 0 && runs[0].Fixed.Count > 0 ? runs[0] : null;
        if (Protocol.PubSub)
            Writer.Write($"writer.WriteTopicHeader({message.Model.Id}, ref _topic, {command});");
        else if (withHeader is null)
            Writer.Write($"writer.WriteHeader({Signature}, {message.Model.Id});");
        string type = "global::System.Span<byte> ";
        foreach (FieldRun run in runs)
        {
            if (run != withHeader && run.Single is { } single)
            {
                Writer.Write(single.Write(command));
                continue;
            }
            int start = run == withHeader ? HeaderSize : 0;
            Writer.Write($"{type}{FieldRun.Bytes} = writer.Reserve({start + run.Size});");
            type = "";
            if (run == withHeader)
            {
                Writer.Write(NumberCode.WriteAt(0, sizeof(ushort), Signature));
                Writer.Write(NumberCode.WriteAt(sizeof(ushort), sizeof(byte), $"{message.Model.Id}"));
            }
            foreach ((IFixedField field, int offset) in run.Fixed)
                Writer.Write(field.WriteAt(start + offset, command));
        }
        Writer.Write("writer.EndFrame();");
        foreach (MessageField field in message.Fields.Where(field => field.Model.Type.IsFrame))
            Writer.Write(field.Write(command));
    }

    public override void DecodeAny()
    {
        Writer.Write(Protocol.PubSub
            ? "if (!reader.ReadTopicHeader(ref _receivedFrame, ref _topic, out byte id))\n    return false;"
            : $"if (!reader.ReadHeader({Signature}, out byte id))\n    return false;");
        Writer.Write("Id = (MessageId)id;");
        CodecMessage.WriteSwitch(Writer, Messages, message => $"return Decode{message.Name}(ref reader);", "return reader.FailUnknownId();");
    }

    public override void Decode(CodecMessage message)
    {
        if (Protocol is { PubSub: true, RequiresUtf8: true })
            Writer.Write("if (!reader.RequireUtf8(ref _topic))\n    return reader.Fail(\"topic\");");
        if (!Protocol.PubSub && message.Settable.Any(field => field.IsReceived))
            Writer.Write("reader.CopyFrame(ref _receivedFrame);");
        DecodeFields(message);
        Writer.Write("return true;");
    }

    private void DecodeFields(CodecMessage message)
    {
        string type = "global::System.ReadOnlySpan<byte> ";
        foreach (FieldRun run in FieldRun.Split(message.Fields))
        {
            if (run.Single is { } single)
            {
                Writer.Write(single.Read(Protocol.RequiresUtf8));
                continue;
            }
            IEnumerable<string> wrong = run.Fixed.Select(item => item.Field.IsWrongAt(item.Offset)).OfType<string>().Select(wrong => $"\n    || {wrong}");
            Writer.Open($"if (!reader.TryPeek({run.Size}, out {type}{FieldRun.Bytes}){string.Concat(wrong)})");
            Writer.Write("// Which field is not there whole, or not the constant it must be?");
            Writer.Write($"return {string.Join("\n    && ", run.Fixed.Select(item => item.Field.Require))};");
            Writer.Close();
            type = "";
            foreach (string read in run.Fixed.Select(item => item.Field.ReadAt(item.Offset)).OfType<string>())
                Writer.Write(read);
            Writer.Write($"reader.Skip({run.Size});");
        }
    }
}
