using System.Text;

namespace ZProto.Model.Frames;

/// <summary>Which lists of frames a message of a protocol can have, where each field is a frame: by its constants, their place, and the number of frames.</summary>
internal sealed class FramePattern
{
    // What no constant is.
    private const string Other = "\u0100";
    private const string Empty = "";
    private const int Dead = -1;

    private readonly EquatableArray<FieldModel> _fields;
    private readonly string?[] _constants;
    private readonly bool _hasRest;

    private FramePattern(ProtocolModel protocol, MessageModel message)
    {
        Message = message;
        _fields = message.Fields;
        _constants = message.Fields.Select(field => field.Constant is { } constant ? ToText(field.Type.GetFrame(constant, field.Size)) : null).ToArray();
        _hasRest = _fields.Count > 0 && _fields[_fields.Count - 1].Type.IsLast;
        HasOwnConstant = message.Fields.Skip(protocol.HeaderFields).Any(field => field.Constant is not null);
    }

    /// <summary>The message.</summary>
    public MessageModel Message { get; }

    /// <summary>Whether it has a constant after the header, whose constants all messages have.</summary>
    private bool HasOwnConstant { get; }

    /// <summary>The messages of a protocol in the order in which a list of frames is tried on them: that of the model, those with constants of their own first.</summary>
    public static IReadOnlyList<FramePattern> InOrder(ProtocolModel protocol)
        => protocol.Messages.Select(message => new FramePattern(protocol, message)).OrderBy(pattern => !pattern.HasOwnConstant).ToList();

    /// <summary>Whether each of two messages is sent by another side, so that who sent a list of frames tells which it is.</summary>
    public bool HasOtherRole(FramePattern other) => Message.Role is { } role && other.Message.Role is { } another && role != another;

    /// <summary>Whether all lists of frames of another message could be of this.</summary>
    public bool Includes(FramePattern other) => !Walk(other).Any(pair => !Accepts(pair.This) && other.Accepts(pair.Other));

    /// <summary>Whether a list of frames could be of both messages.</summary>
    public bool Overlaps(FramePattern other) => Walk(other).Any(pair => Accepts(pair.This) && other.Accepts(pair.Other));

    /// <summary>How far two messages come with every list of frames that the other one can begin with: the fields that would be next.</summary>
    private IEnumerable<(int This, int Other)> Walk(FramePattern other)
    {
        var seen = new HashSet<(int, int)> { (0, 0) };
        var open = new Stack<(int This, int Other)>();
        open.Push((0, 0));
        while (open.Count > 0)
        {
            (int @this, int another) = open.Pop();
            yield return (@this, another);
            string?[] frames = [Empty, Other, Expects(@this), other.Expects(another)];
            foreach (string frame in frames.OfType<string>().Distinct())
            {
                (int, int) next = (Step(@this, frame), other.Step(another, frame));
                if (next.Item2 != Dead && seen.Add(next))
                    open.Push(next);
            }
        }
    }

    private bool Accepts(int field) => field != Dead && (field == _fields.Count || _fields[field].IsOptional);

    private string? Expects(int field) => field >= 0 && field < _fields.Count ? _constants[field] : null;

    /// <summary>The field after a frame, or none if the frame does not fit.</summary>
    private int Step(int field, string frame)
    {
        if (field == Dead)
            return Dead;
        if (field == _fields.Count)
            return _hasRest ? field : Dead;
        if (_constants[field] is { } constant)
            return constant == frame ? field + 1 : Dead;
        return _fields[field].Type.NeedsFrames && frame.Length > 0 ? field : field + 1;
    }

    private static string ToText(byte[] bytes) => new([.. bytes.Select(value => (char)value)]);
}
