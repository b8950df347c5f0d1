using ZProto.Model;

namespace ZProto.Tool.Comparison;

/// <summary>How the fields of a message differ from what they were.</summary>
/// <param name="before">The message as it was.</param>
/// <param name="after">The message.</param>
/// <param name="framing">What its frames are.</param>
internal sealed class FieldComparison(MessageModel before, MessageModel after, ProtocolFraming framing)
{
    private const Breakage Both = Breakage.Wire | Breakage.Code;

    private readonly FieldModel[] _before = InOrderOfTheWire(before, framing);
    private readonly FieldModel[] _after = InOrderOfTheWire(after, framing);

    /// <summary>Compares them.</summary>
    public IEnumerable<Difference> Compare()
    {
        var gone = _before.Where(field => Find(_after, field) is null).ToList();
        foreach (FieldModel field in _after)
        {
            if (Find(_before, field) is { } old)
            {
                foreach (Difference difference in CompareFields(old, field))
                    yield return difference;
            }
            else if (gone.Find(old => IsRenamed(old, field)) is { } renamed)
            {
                gone.Remove(renamed);
                yield return new Difference(Breakage.Code, field.Span, $"{Describe(field)} was '{renamed.Name.Text}'");
            }
            else
            {
                yield return Added(field);
            }
        }
        foreach (FieldModel field in gone)
            yield return Gone(field);
        if (!_before.Where(field => Find(_after, field) is not null).Select(field => field.Name).SequenceEqual(_after.Where(field => Find(_before, field) is not null).Select(field => field.Name)))
            yield return new Difference(Both, after.Span, $"the fields of message '{after.Name.Text}' are in another order");
    }

    // Fields that are frames of their own come after all others, whatever the order of the model.
    private static FieldModel[] InOrderOfTheWire(MessageModel message, ProtocolFraming framing)
        => framing == ProtocolFraming.Frames ? [.. message.Fields] : [.. message.Fields.OrderBy(field => field.Type.IsFrame)];

    private IEnumerable<Difference> CompareFields(FieldModel old, FieldModel field)
    {
        if (Layout(old) != Layout(field))
        {
            // Where it is constant on both sides, its value is no part of the code.
            Breakage breaks = old.Constant is not null && field.Constant is not null ? Breakage.Wire : Both;
            yield return new Difference(breaks, field.Span, $"{Describe(field)} is {Layout(field)}, and was {Layout(old)}");
        }
        if (field.IsOptional && !old.IsOptional)
            yield return new Difference(Breakage.Wire, field.Span, $"{Describe(field)} is optional: a peer of the old model refuses a message that ends before it");
        if (old.IsOptional && !field.IsOptional)
            yield return new Difference(Both, field.Span, $"{Describe(field)} is not optional, and was: a message of the old model may end before it");
    }

    private Difference Added(FieldModel field)
    {
        int index = Array.IndexOf(_after, field);
        if (_after.Skip(index + 1).FirstOrDefault(next => Find(_before, next) is not null) is { } next && next.Type.IsFrame == field.Type.IsFrame)
            return new Difference(Both, field.Span, $"{Describe(field)} is new, before '{next.Name.Text}'");
        if (framing == ProtocolFraming.Frames)
        {
            return field.IsOptional
                ? new Difference(Breakage.Wire, field.Span, $"{Describe(field)} is new: a peer of the old model refuses a message that has it")
                : new Difference(Both, field.Span, $"{Describe(field)} is new: neither side understands the other without it");
        }
        // What follows the last field is ignored, and a list of frames may be empty.
        return field.Type.IsFrame && field.Type.IsLast
            ? new Difference(Breakage.Code, field.Span, $"{Describe(field)} is new at the end, and empty in messages of the old model")
            : new Difference(Both, field.Span, $"{Describe(field)} is new: messages of the old model end before it");
    }

    private Difference Gone(FieldModel field)
    {
        int index = Array.IndexOf(_before, field);
        if (_before.Skip(index + 1).FirstOrDefault(next => Find(_after, next) is not null) is { } next && next.Type.IsFrame == field.Type.IsFrame)
            return new Difference(Both, field.Span, $"{Describe(field)} is gone, before '{next.Name.Text}'");
        if (framing == ProtocolFraming.Frames)
            return new Difference(Both, field.Span, $"{Describe(field)} is gone: {(field.IsOptional ? "a message of the old model that has it is refused" : "neither side understands the other with it")}");
        return field.Type.IsFrame && field.Type.IsLast
            ? new Difference(Breakage.Code, field.Span, $"{Describe(field)} is gone from the end: what comes in it is ignored")
            : new Difference(Both, field.Span, $"{Describe(field)} is gone: a peer of the old model waits for it");
    }

    private bool IsRenamed(FieldModel old, FieldModel field)
        => Array.IndexOf(_before, old) == Array.IndexOf(_after, field) && Layout(old) == Layout(field) && old.IsOptional == field.IsOptional;

    private string Describe(FieldModel field) => $"field '{field.Name.Text}' of message '{after.Name.Text}'";

    private static FieldModel? Find(FieldModel[] fields, FieldModel like) => Array.Find(fields, field => field.Name.Equals(like.Name));

    private static string Layout(FieldModel field)
        => (field.Size == 0 ? field.Type.Name : $"{field.Type.Name} of {field.Size}") + (field.Constant is null ? "" : $", always {Terminal.Literal(field.Constant.Text)}");
}
