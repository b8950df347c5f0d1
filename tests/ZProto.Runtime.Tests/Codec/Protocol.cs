using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>A generated codec as its tests see it: its ids and fields, found by reflection, so that one test serves every protocol.</summary>
internal static class Protocol<T>
    where T : class, IProtocolMessage<T>, new()
{
    private static readonly PropertyInfo s_id = typeof(T).GetProperty("Id")!;

    private static readonly Dictionary<object, Field<T>[]> s_fieldsOf = [];

    private static readonly Dictionary<object, Field<T>[]> s_optionalOf = [];

    static Protocol()
    {
        Fields = [.. typeof(T).GetProperties().Select(Field<T>.Of).OfType<Field<T>>()];
        foreach (object id in Enum.GetValues(s_id.PropertyType))
        {
            s_fieldsOf.Add(id, [.. Fields.Where(field => Travels(id, field))]);
            T ended = Decode(SenderOf(New(id)), New(id).ToFrames());
            s_optionalOf.Add(id, [.. FieldsOf(id).Where(field => field.IsSet?.Invoke(ended) == false)]);
        }

        Messages =
            from id in Gen.Elements(Ids)
            from every in Gen.Choose(0, 7)
            from set in Gen.CollectToArray((every == 0 ? Fields! : FieldsOf(id)).Select(field => field.Setters))
            from routingId in Values.RoutingIds
            select Fill(New(id), set, routingId);
        Arbitrary = Arb.From(Messages, Simpler);
    }

    /// <summary>Whether each field is a frame: elsewhere the first one begins with a signature, or an id and a zero.</summary>
    public static bool FieldsAreFrames => Ids.All(id => New(id).EncodedSize < 2);

    /// <summary>All fields; the topic is one of them where there is one.</summary>
    public static Field<T>[] Fields { get; }

    public static IEnumerable<object> Ids => s_fieldsOf.Keys;

    /// <summary>Messages with arbitrary values; now and then also in fields that do not travel.</summary>
    public static Gen<T> Messages { get; }

    /// <summary>The same with simpler messages for those that fail a property.</summary>
    public static Arbitrary<T> Arbitrary { get; }

    /// <summary>The fields that travel in a message.</summary>
    public static Field<T>[] FieldsOf(object id) => s_fieldsOf[id];

    /// <summary>The fields that messages may end before, in their order.</summary>
    public static Field<T>[] OptionalOf(object id) => s_optionalOf.GetValueOrDefault(id, []);

    public static object IdOf(T message) => s_id.GetValue(message)!;

    public static T New(object id)
    {
        var message = new T();
        s_id.SetValue(message, id);
        return message;
    }

    public static T Decode(params byte[][] frames) => Decode(MessageRole.None, frames);

    public static T Decode(MessageRole sender, params byte[][] frames)
    {
        var message = new T();
        Assert.True(message.TryReadFrames(frames, sender, out DecodeError error), error.ToString());
        return message;
    }

    /// <summary>By whom a message has to be sent to be read as what it is.</summary>
    public static MessageRole SenderOf(T message)
    {
        var read = new T();
        byte[][] frames = message.ToFrames();
        return Array.Find(Enum.GetValues<MessageRole>(), sender => read.TryReadFrames(frames, sender, out _) && IdOf(read).Equals(IdOf(message)));
    }

    /// <summary>Every property of a message, as one text.</summary>
    public static string Read(T message)
        => string.Join('\n', Fields.Select(field => $"{field.Name}: {ReadField(message, field)}")
            .Prepend($"{message.HasId} {IdOf(message)} {message.Command} {message.RoutingId}"));

    /// <summary>The message as it is once it has been on the wire.</summary>
    public static T Travelled(T message)
    {
        T travelled = New(IdOf(message));
        foreach (Field<T> field in FieldsOf(IdOf(message)))
        {
            if (!IsLeftOut(message, field))
                field.Travel(message, travelled);
        }
        return travelled;
    }

    /// <summary>All there is to read of a field that counts in a message.</summary>
    public static string ReadField(T message, Field<T> field) => IsLeftOut(message, field) ? "not set" : field.Read(message);

    private static bool IsLeftOut(T message, Field<T> field) => OptionalOf(IdOf(message)).Contains(field) && !field.IsSet!(message);

    private static bool Travels(object id, Field<T> field)
    {
        T changed = New(id);
        field.Change(changed);
        return !changed.ContentEquals(New(id));
    }

    private static T Fill(T message, Action<T>[] setters, RoutingId routingId)
    {
        foreach (Action<T> set in setters)
            set(message);
        // A message ends with the first that is not set.
        foreach (Field<T> after in OptionalOf(IdOf(message)).SkipWhile(field => field.IsSet!(message)))
            after.Clear!(message);
        message.RoutingId = routingId;
        return message;
    }

    private static IEnumerable<T> Simpler(T message)
    {
        T empty = New(IdOf(message));
        foreach (Field<T> field in Fields.Where(field => field.Read(message) != field.Read(empty)))
        {
            T simpler = message.Clone();
            field.Copy(empty, simpler);
            yield return simpler;
        }
    }
}
