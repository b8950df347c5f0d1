using System.Text;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the values that a field is tested with.</summary>
internal sealed class TestReader(DiagnosticBag diagnostics)
{
    /// <summary>The test values of a field as they are written.</summary>
    public static IReadOnlyList<TestValue> ReadRaw(XmlElement field)
    {
        var values = new List<TestValue>();
        foreach (XmlElement test in field.Children("test"))
        {
            XmlText? text = test.Content.OfType<XmlText>().FirstOrDefault();
            values.Add(new TestValue(test.GetNonEmptyAttribute("name")?.Value.Trim(), test.GetDescription(), text?.Span ?? test.Span));
        }
        return values;
    }

    /// <summary>The values that fit a type; of the others it is said why not.</summary>
    public EquatableArray<TestValue> Check(IEnumerable<TestValue> values, FieldType type, int size)
    {
        var fitting = new List<TestValue>();
        foreach (TestValue value in values)
        {
            if (Validate(value, type, size) is { } error)
                diagnostics.Report(value.Span, DiagnosticRules.BadTest, error);
            else
                fitting.Add(value);
        }
        return fitting.ToEquatableArray();
    }

    private static string? Validate(TestValue test, FieldType type, int size)
    {
        string value = test.Value;
        switch (type)
        {
            case FieldType.Number:
                ulong largest = Literal.Largest(size);
                return Literal.TryParseDecimal(value, out ulong number) && number <= largest
                    ? null
                    : $"'{value}' is not a decimal number from 0 to {Literal.Format(largest)}";
            case FieldType.Uuid:
                string digits = value.Replace("-", "");
                return digits.Length == 32 && digits.All(IsHexDigit) ? null : $"'{value}' is not the 32 hexadecimal digits of a uuid";
            case FieldType.Octets:
                return Encoding.UTF8.GetByteCount(value) == size ? null : $"'{value}' is not {size} bytes";
            case FieldType.String:
                return Encoding.UTF8.GetByteCount(value) <= 255 ? null : "a string holds at most 255 bytes of UTF-8";
            case FieldType.Hash:
                return test.Name is null ? $"the test value '{value}' of a hash needs a 'name', its key" : null;
            default:
                return null;
        }
    }

    public static bool IsHexDigit(char letter) => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
