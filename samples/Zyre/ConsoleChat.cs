namespace ZyreChat;

/// <summary>One who chats from the console, with others in processes of their own, on this machine or another.</summary>
internal static class ConsoleChat
{
    public static async Task RunAsync(CommandLine line)
    {
        await using var chat = new Chat(line.Room, line.ToOptions(line.Name!));
        Task reading = ReadAsync(chat);
        await chat.EnterAsync();
        Console.WriteLine($"{line.Name} is in {line.Room}. Type what to say; @NAME TEXT whispers; /happy, /sad and /calm; /who; /quit");
        while (await Task.Run(Console.ReadLine) is { } text && text != "/quit")
            await ObeyAsync(chat, text);
        await chat.DisposeAsync();
        await reading;
    }

    private static async Task ReadAsync(Chat chat)
    {
        await foreach (string line in chat.ReadAsync())
            Console.WriteLine(line);
    }

    private static async Task ObeyAsync(Chat chat, string text)
    {
        switch (text)
        {
            case "":
                break;
            case "/who":
                Console.WriteLine(string.Join(", ", await chat.WhoAsync()));
                break;
            case "/happy":
                await chat.FeelAsync(ChatMsg.MoodHappy);
                break;
            case "/sad":
                await chat.FeelAsync(ChatMsg.MoodSad);
                break;
            case "/calm":
                await chat.FeelAsync(ChatMsg.MoodCalm);
                break;
            case ['@', .. string whisper] when whisper.Split(' ', 2) is [string name, string what]:
                if (!await chat.WhisperAsync(name, what))
                    Console.WriteLine($"{name} is not there.");
                break;
            default:
                await chat.SayAsync(text);
                break;
        }
    }
}
