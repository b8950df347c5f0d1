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

    static Protocol()
    {
        Fields = [.. typeof(T).GetProperties().Select(Field<T>.Of).OfType<Field<T>>()];
        foreach (object id in Enum.GetValues(s_id.PropertyType))
            s_fieldsOf.Add(id, [.. Fields.Where(field => Travels(id, field))]);

        Messages =
            from id in Gen.Elements(Ids)
            from every in Gen.Choose(0, 7)
            from set in Gen.CollectToArray((every == 0 ? Fields! : FieldsOf(id)).Select(field => field.Setters))
            from routingId in Values.RoutingIds
            select Fill(New(id), set, routingId);
        Arbitrary = Arb.From(Messages, Simpler);
    }

    /// <summary>All fields; the topic is one of them where there is one.</summary>
    public static Field<T>[] Fields { get; }

    public static IEnumerable<object> Ids => s_fieldsOf.Keys;

    /// <summary>Messages with arbitrary values; now and then also in fields that do not travel.</summary>
    public static Gen<T> Messages { get; }

    /// <summary>The same with simpler messages for those that fail a property.</summary>
    public static Arbitrary<T> Arbitrary { get; }

    /// <summary>The fields that travel in a message.</summary>
    public static Field<T>[] FieldsOf(object id) => s_fieldsOf[id];

    public static object IdOf(T message) => s_id.GetValue(message)!;

    public static T New(object id)
    {
        var message = new T();
        s_id.SetValue(message, id);
        return message;
    }

    public static T Decode(params byte[][] frames)
    {
        var message = new T();
        Assert.True(message.TryReadFrames(frames, out DecodeError error), error.ToString());
        return message;
    }

    /// <summary>Every property of a message, as one text.</summary>
    public static string Read(T message)
        => string.Join('\n', Fields.Select(field => $"{field.Name}: {field.Read(message)}")
            .Prepend($"{message.HasId} {IdOf(message)} {message.Command} {message.RoutingId}"));

    /// <summary>The message as it is once it has been on the wire.</summary>
    public static T Travelled(T message)
    {
        T travelled = New(IdOf(message));
        foreach (Field<T> field in FieldsOf(IdOf(message)))
            field.Travel(message, travelled);
        return travelled;
    }

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
