using ZProto.Model.WireTypes;
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
    public EquatableArray<TestValue> Check(IEnumerable<TestValue> values, WireType type, int size)
    {
        var fitting = new List<TestValue>();
        foreach (TestValue value in values)
        {
            if (type.ValidateTest(value, size) is { } error)
                diagnostics.Report(value.Span, DiagnosticRules.BadTest, error);
            else
                fitting.Add(value);
        }
        return fitting.ToEquatableArray();
    }

    public static bool IsHexDigit(char letter) => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
