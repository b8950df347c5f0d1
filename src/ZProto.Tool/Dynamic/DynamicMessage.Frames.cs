using ZProto.Model;
using ZProto.Model.Frames;

namespace ZProto.Tool.Dynamic;

// Protocols whose fields are frames.
internal sealed partial class DynamicMessage
{
    private void EncodeFrames(ref FrameWriter writer, string name)
    {
        DynamicField? leftOut = Array.Find(_fields, field => field.IsLeftOut);
        if (leftOut is not null && Array.Find(_fields, field => field.Field.IsOptional && field.IsSet && Array.IndexOf(_fields, field) > Array.IndexOf(_fields, leftOut)) is { } after)
            throw MessageEncodeException.NotSet(name, leftOut.Field.Name.Text, after.Field.Name.Text);
        foreach (DynamicField field in _fields.Where(field => !field.IsLeftOut))
            field.AddFrame(ref writer, name);
    }

    private static DynamicMessage? ReadFrames(ProtocolModel protocol, ref FrameReader reader, string? sender)
    {
        // Of a header with the id the rest is read with the message, as the codec does.
        var header = protocol.Messages.Take(1).SelectMany(message => message.Fields.Take(protocol.HeaderFields)).ToList();
        int shared = protocol.HasIdField ? header.FindIndex(field => field.IsId) : header.Count;
        DynamicField[] read = [.. header.Take(shared).Select(DynamicField.Create)];
        if (!TryRead(protocol, ref reader, read) || Tell(protocol, ref reader, sender, ref shared) is not { } model)
            return null;
        var message = new DynamicMessage(protocol, model);
        read.CopyTo(message._fields, 0);
        return TryRead(protocol, ref reader, message._fields.AsSpan(shared)) && reader.RequireEnd() ? message : null;
    }

    /// <summary>The message that the frames are: by the id in the header, or the first that they fit.</summary>
    private static MessageModel? Tell(ProtocolModel protocol, ref FrameReader reader, string? sender, ref int shared)
    {
        MessageModel? model;
        if (protocol.HasIdField)
        {
            FieldModel field = protocol.Messages[0].Fields[shared++];
            if (!reader.ReadFrame(out byte id))
            {
                reader.Fail(field.Name.Text);
                return null;
            }
            model = protocol.Messages.FirstOrDefault(message => message.Id == id);
            if (model is null)
                reader.FailUnknownId();
            return model;
        }
        model = null;
        foreach (MessageTrial trial in MessageTrial.CreateAll(protocol).Where(trial => sender is null || trial.NotOf != sender))
        {
            if (!Fits(trial.Message.Fields.Skip(shared), in reader))
                continue;
            model = trial.Message;
            break;
        }
        if (model is null)
            reader.FailUnknownMessage();
        return model;
    }

    /// <summary>Whether frames are fields by their number, and by the constants at their places.</summary>
    private static bool Fits(IEnumerable<FieldModel> fields, in FrameReader reader)
    {
        int offset = 0;
        int optional = 0;
        foreach (FieldModel field in fields)
        {
            if (field.IsOptional)
                optional += field.Type.IsLast ? reader.FramesLeft : 1;
            else if (field.Constant is { } constant && !reader.IsFrame(offset, field.Type.GetFrame(constant, field.Size)))
                return false;
            else if (!field.Type.NeedsFrames)
                offset++;
            else if (!reader.TryFindEnvelopeEnd(offset, out offset))
                return false;
            if (field is { IsOptional: false, Type.IsLast: true })
                optional = reader.FramesLeft;
        }
        int left = reader.FramesLeft - offset;
        return left >= 0 && left <= optional;
    }

    private static bool TryRead(ProtocolModel protocol, ref FrameReader reader, ReadOnlySpan<DynamicField> fields)
    {
        foreach (DynamicField field in fields)
        {
            if (field.Field.IsOptional && reader.FramesLeft == 0)
                continue;
            if (!field.TakeFrame(ref reader) || (protocol.RequiresUtf8 && field.Field.Constant is null && !field.RequireUtf8(ref reader)))
                return reader.Fail(field.Field.Name.Text);
        }
        return true;
    }
}
