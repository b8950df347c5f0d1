using Spectre.Console;
using ZProto.Tool.Interpreted;

namespace ZProto.Tool.Commands;

/// <summary>Shows messages.</summary>
internal static class MessageOutput
{
    /// <summary>Shows a message with its fields: a table for people, a line for each field elsewhere.</summary>
    public static void Write(Terminal terminal, InterpretedMessage message)
    {
        if (terminal.IsRich)
        {
            terminal.Console.Write(Table(message));
            return;
        }
        terminal.Output.WriteLine(Terminal.Shown(message.Model.Name.Text));
        if (message.Topic is { } topic)
            terminal.Output.WriteLine($"  topic: {Terminal.Literal(topic)}");
        foreach (FieldValue field in message.Fields)
            terminal.Output.WriteLine($"  {Terminal.Shown(field.Field.Name.Text)} = {field.Text}");
    }

    /// <summary>A message for programs.</summary>
    public static object Json(InterpretedMessage message)
    {
        Dictionary<string, object> fields = message.Fields.ToDictionary(field => field.Field.Name.Text, field => field.Json);
        return message.Topic is { } topic
            ? new { message = message.Model.Name.Text, id = message.Model.Id, topic, fields }
            : new { message = message.Model.Name.Text, id = message.Model.Id, fields };
    }

    /// <summary>Frames in hexadecimal digits.</summary>
    public static string[] Hex(FrameBuffer frames) => [.. frames.ToArrays().Select(frame => HexText.Show(frame))];

    private static Table Table(InterpretedMessage message)
    {
        string topic = message.Topic is { } text ? $" [grey]topic[/] {Markup.Escape(Terminal.Literal(text))}" : "";
        Table table = new Table { Border = TableBorder.Rounded }
            .Title($"[bold]{Markup.Escape(Terminal.Shown(message.Model.Name.Text))}[/] [grey]id[/] {message.Model.Id}{topic}")
            .AddColumns("field", "type", "value");
        foreach (FieldValue field in message.Fields)
            table.AddRow(new Text(Terminal.Shown(field.Field.Name.Text)), new Text(field.Type, new Style(Color.Grey)), new Text(field.Text));
        return table;
    }
}
