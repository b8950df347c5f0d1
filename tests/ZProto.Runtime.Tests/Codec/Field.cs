using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>A field of a generated codec: how to fill it, read it and compare it, whatever its type.</summary>
internal abstract class Field<T>(PropertyInfo property)
    where T : class, IProtocolMessage<T>, new()
{
    protected delegate ReadOnlySpan<byte> GetSpan(T message);

    protected delegate void SetSpan(T message, ReadOnlySpan<byte> bytes);

    public string Name { get; } = property.Name;

    /// <summary>Arbitrary values, as what sets the field to them.</summary>
    public abstract Gen<Action<T>> Setters { get; }

    /// <summary>Everything there is to read of the field, as a text.</summary>
    public abstract string Read(T message);

    /// <summary>Gives the field a value that it does not have in a new message.</summary>
    public abstract void Change(T message);

    public abstract void Copy(T from, T to);

    /// <summary>Whether a text could hold the value as it is.</summary>
    public virtual bool IsText(T message) => true;

    /// <summary>Copies the field to what it is once it has been on the wire.</summary>
    public virtual void Travel(T from, T to) => Copy(from, to);

    /// <summary>Whether the field is set, where messages may end before it.</summary>
    public Func<T, bool>? IsSet { get; } = typeof(T).GetProperty("Has" + property.Name)?.GetMethod!.CreateDelegate<Func<T, bool>>();

    /// <summary>Makes the field one that was never set, where messages may end before it.</summary>
    public Action<T>? Clear { get; } = typeof(T).GetMethod("Clear" + property.Name)?.CreateDelegate<Action<T>>();

    /// <summary>The field of a property, or null where the property is none.</summary>
    public static Field<T>? Of(PropertyInfo property)
    {
        if (property.Name is "Id" or "Command" or "RoutingId" or "EncodedSize" || property.PropertyType == typeof(bool))
            return null;
        Type type = property.PropertyType;
        if (type == typeof(string))
            return new Text(property);
        if (type == typeof(Guid))
            return new Uuid(property);
        if (type == typeof(StringList))
            return new List(property);
        if (type == typeof(StringMap))
            return new Table(property);
        if (type == typeof(FrameList))
            return new Frames(property);
        if (type != typeof(ReadOnlySpan<byte>))
            return new Number(property);
        // The bytes of a text are read and set with the text.
        return property.Name.EndsWith("Utf8", StringComparison.Ordinal) ? null : new Bytes(property);
    }

    private static IEnumerable<object> Ids => Enum.GetValues(typeof(T).GetProperty("Id")!.PropertyType).Cast<object>();

    /// <summary>Whether some message cannot have one value of a field and can have another.</summary>
    private static bool IsRefused(Action<T> set, Action<T> other) => Ids.Any(id => Refuses(id, set) && !Refuses(id, other));

    private static bool Refuses(object id, Action<T> set)
    {
        try
        {
            Made(id, set).ToFrames();
            return false;
        }
        catch (MessageEncodeException)
        {
            return true;
        }
    }

    private static bool Travels(object id, Action<T> set) => new T().TryReadFrames(Made(id, set).ToFrames(), out _);

    private static T Made(object id, Action<T> set)
    {
        var message = new T();
        typeof(T).GetProperty("Id")!.SetValue(message, id);
        set(message);
        return message;
    }

    private sealed class Number : Field<T>
    {
        private readonly Func<T, ulong> _get;
        private readonly Action<T, ulong> _set;
        private readonly ulong _largest;

        public Number(PropertyInfo property)
            : base(property)
        {
            // Compiled, as it is called a million times.
            ParameterExpression parameter = Expression.Parameter(typeof(T));
            ParameterExpression value = Expression.Parameter(typeof(ulong));
            MemberExpression field = Expression.Property(parameter, property);
            _get = Expression.Lambda<Func<T, ulong>>(Expression.Convert(field, typeof(ulong)), parameter).Compile();
            _set = Expression.Lambda<Action<T, ulong>>(Expression.Assign(field, Expression.Convert(value, property.PropertyType)), parameter, value).Compile();

            // A message may carry fewer bytes than the property has.
            _largest = ulong.MaxValue >> (64 - (8 * Marshal.SizeOf(property.PropertyType)));
            while (IsRefused(message => _set(message, _largest), message => _set(message, 0)))
                _largest >>= 8;
        }

        public override Gen<Action<T>> Setters => Values.Numbers.Select(number => (Action<T>)(message => _set(message, number & _largest)));

        public override string Read(T message) => _get(message).ToString(CultureInfo.InvariantCulture);

        public override void Change(T message) => _set(message, 1);

        public override void Copy(T from, T to) => _set(to, _get(from));
    }

    private sealed class Uuid(PropertyInfo property) : Field<T>(property)
    {
        private readonly Func<T, Guid> _get = property.GetMethod!.CreateDelegate<Func<T, Guid>>();
        private readonly Action<T, Guid> _set = property.SetMethod!.CreateDelegate<Action<T, Guid>>();

        public override Gen<Action<T>> Setters => Values.Uuids.Select(uuid => (Action<T>)(message => _set(message, uuid)));

        public override string Read(T message) => _get(message).ToString();

        public override void Change(T message) => _set(message, new Guid("3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e"));

        public override void Copy(T from, T to) => _set(to, _get(from));
    }

    private sealed class Text : Field<T>
    {
        private readonly Func<T, string> _get;
        private readonly Action<T, string> _set;
        private readonly GetSpan _getUtf8;
        private readonly SetSpan _setUtf8;
        private readonly bool _isShort;
        private readonly bool _isUtf8;

        public Text(PropertyInfo property)
            : base(property)
        {
            PropertyInfo utf8 = typeof(T).GetProperty(property.Name + "Utf8")!;
            _get = property.GetMethod!.CreateDelegate<Func<T, string>>();
            _set = property.SetMethod!.CreateDelegate<Action<T, string>>();
            _getUtf8 = utf8.GetMethod!.CreateDelegate<GetSpan>();
            _setUtf8 = utf8.SetMethod!.CreateDelegate<SetSpan>();
            _isShort = IsRefused(message => _set(message, new string('x', 256)), message => _set(message, "x"));
            _isUtf8 = Ids.Any(id => !Refuses(id, message => _setUtf8(message, [0xFF])) && !Travels(id, message => _setUtf8(message, [0xFF])));
        }

        public override Gen<Action<T>> Setters
        {
            get
            {
                Gen<string> texts = _isShort ? Values.ShortTexts : Values.LongTexts;
                Gen<byte[]> utf8 = Values.Bytes.Select(bytes => _isShort && bytes.Length > 255 ? bytes[..255] : bytes);
                if (Name == "Topic")
                {
                    texts = texts.Select(text => text.Replace("\0", "", StringComparison.Ordinal));
                    utf8 = utf8.Select(bytes => Array.FindAll(bytes, value => value != 0));
                }
                return Gen.Frequency(
                    (4, texts.Select(text => (Action<T>)(message => _set(message, text)))),
                    (_isUtf8 ? 0 : 1, utf8.Select(bytes => (Action<T>)(message => _setUtf8(message, bytes)))));
            }
        }

        public override string Read(T message) => $"{_get(message)} {Convert.ToHexStringLower(_getUtf8(message))}";

        public override bool IsText(T message) => Encoding.UTF8.GetBytes(_get(message)).AsSpan().SequenceEqual(_getUtf8(message));

        public override void Change(T message) => _set(message, "changed");

        public override void Copy(T from, T to) => _set(to, _get(from));

        public override void Travel(T from, T to) => _setUtf8(to, _getUtf8(from));

    }

    private sealed class Bytes : Field<T>
    {
        private readonly GetSpan _get;
        private readonly SetSpan _set;
        private readonly int _fixedSize;

        public Bytes(PropertyInfo property)
            : base(property)
        {
            _get = property.GetMethod!.CreateDelegate<GetSpan>();
            _set = property.SetMethod!.CreateDelegate<SetSpan>();
            _fixedSize = _get(new T()).Length;
        }

        public override Gen<Action<T>> Setters
            => (_fixedSize > 0 ? Values.BytesOf(_fixedSize) : Values.Bytes).Select(bytes => (Action<T>)(message => _set(message, bytes)));

        public override string Read(T message) => Convert.ToHexStringLower(_get(message));

        public override void Change(T message) => _set(message, "changed"u8[..(_fixedSize > 0 ? _fixedSize : 7)]);

        public override void Copy(T from, T to) => _set(to, _get(from));
    }

    private sealed class List(PropertyInfo property) : Field<T>(property)
    {
        private readonly Func<T, StringList> _get = property.GetMethod!.CreateDelegate<Func<T, StringList>>();

        public override Gen<Action<T>> Setters => Values.Lists.Select(list => (Action<T>)(message => _get(message).ReplaceWith(list)));

        public override string Read(T message) => string.Join("|", _get(message).Prepend($"{_get(message).Count}"));

        public override void Change(T message) => _get(message).Add("changed");

        public override void Copy(T from, T to) => _get(to).ReplaceWith(_get(from));

        public override void Travel(T from, T to) => _get(to).ReplaceWith(_get(from).Select(Values.OnTheWire));
    }

    private sealed class Table(PropertyInfo property) : Field<T>(property)
    {
        private readonly Func<T, StringMap> _get = property.GetMethod!.CreateDelegate<Func<T, StringMap>>();

        public override Gen<Action<T>> Setters => Values.Tables.Select(table => (Action<T>)(message => _get(message).ReplaceWith(table)));

        public override string Read(T message)
            => string.Join("|", _get(message).Select(entry => $"{entry.Key}={entry.Value}").Prepend($"{_get(message).Count}"));

        public override void Change(T message) => _get(message)["changed"] = "changed";

        public override void Copy(T from, T to) => _get(to).ReplaceWith(_get(from));

        public override void Travel(T from, T to)
            => _get(to).ReplaceWith(_get(from).Select(entry => KeyValuePair.Create(Values.OnTheWire(entry.Key), Values.OnTheWire(entry.Value))));
    }

    private sealed class Frames : Field<T>
    {
        private readonly Func<T, FrameList> _get;
        private readonly bool _isEnvelope;

        public Frames(PropertyInfo property)
            : base(property)
        {
            _get = property.GetMethod!.CreateDelegate<Func<T, FrameList>>();
            _isEnvelope = IsRefused(message => _get(message).Add([]), message => _get(message).Add([0]));
        }

        public override Gen<Action<T>> Setters => Gen.Frequency(
            (1, Gen.Constant<Action<T>>(message => _get(message).Reset())),
            (Protocol<T>.FieldsAreFrames ? 0 : 1, Gen.Constant<Action<T>>(message => _get(message).Clear())),
            (6, Values.Frames.Select(frames => (Action<T>)(message => Array.ForEach(Array.FindAll(frames, frame => !_isEnvelope || frame.Length > 0), frame => _get(message).Add(frame))))));

        // Of an envelope there are only its frames.
        public override string Read(T message)
            => string.Join("|", _get(message).ToArrays().Select(Convert.ToHexStringLower).Prepend($"{!_isEnvelope && _get(message).IsSet} {_get(message).Count}"));

        public override void Change(T message) => _get(message).Add("changed"u8);

        public override void Copy(T from, T to) => _get(to).CopyFrom(_get(from));

        public override void Travel(T from, T to)
        {
            Copy(from, to);
            // What was never set travels as one empty frame.
            if (!_get(to).IsSet && !_isEnvelope)
                _get(to).Add([]);
        }
    }
}
