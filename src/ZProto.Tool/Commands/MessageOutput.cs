using Spectre.Console;
using ZProto.Tool.Dynamic;

namespace ZProto.Tool.Commands;

/// <summary>Prints messages.</summary>
internal static class MessageOutput
{
    /// <summary>Prints a message with its fields: a table for people, a line for each field elsewhere.</summary>
    public static void Write(Terminal terminal, DynamicMessage message)
    {
        if (terminal.IsInteractive)
        {
            terminal.Console.Write(Table(message));
            return;
        }
        terminal.Output.WriteLine(Terminal.Sanitize(message.Model.Name.Text));
        if (message.Topic is { } topic)
            terminal.Output.WriteLine($"  topic: {Terminal.Literal(topic)}");
        foreach (DynamicField field in message.Fields.Where(field => !field.IsLeftOut))
            terminal.Output.WriteLine($"  {Terminal.Sanitize(field.Field.Name.Text)} = {field.Text}");
    }

    /// <summary>A message for programs.</summary>
    public static object Json(DynamicMessage message)
    {
        Dictionary<string, object> fields = message.Fields.Where(field => !field.IsLeftOut).ToDictionary(field => field.Field.Name.Text, field => field.Json);
        return message.Topic is { } topic
            ? new { message = message.Model.Name.Text, id = message.Model.Id, topic, fields }
            : new { message = message.Model.Name.Text, id = message.Model.Id, fields };
    }

    /// <summary>Frames in hexadecimal digits.</summary>
    public static string[] Hex(MultipartMessage frames) => [.. frames.ToArrays().Select(frame => HexText.Format(frame))];

    private static Table Table(DynamicMessage message)
    {
        string topic = message.Topic is { } text ? $" [grey]topic[/] {Markup.Escape(Terminal.Literal(text))}" : "";
        Table table = new Table { Border = TableBorder.Rounded }
            .Title($"[bold]{Markup.Escape(Terminal.Sanitize(message.Model.Name.Text))}[/] [grey]id[/] {message.Model.Id}{topic}")
            .AddColumns("field", "type", "value");
        foreach (DynamicField field in message.Fields.Where(field => !field.IsLeftOut))
            table.AddRow(new Text(Terminal.Sanitize(field.Field.Name.Text)), new Text(field.Type, new Style(Color.Grey)), new Text(field.Text));
        return table;
    }
}
