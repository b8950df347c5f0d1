namespace ZProto.Diagnostics;

/// <summary>What a live engine goes by: the name that it was given, or that of its class, with a number where others of that class live.</summary>
internal sealed class EngineName
{
    private static readonly Dictionary<string, Numbers> s_numbers = [];

    private readonly string? _class;
    private readonly int _number;
    private bool _isReleased;

    private EngineName(string text, string? @class = null, int number = 0)
    {
        Text = text;
        _class = @class;
        _number = number;
    }

    /// <summary>The name, fit for a line of a log.</summary>
    public string Text { get; }

    /// <summary>The name that was given, or the next of the class that is free.</summary>
    public static EngineName Reserve(string? given, string className)
    {
        if (!string.IsNullOrEmpty(given))
            return new EngineName(LogText.EscapeAll(given));
        lock (s_numbers)
        {
            if (!s_numbers.TryGetValue(className, out Numbers? numbers))
                s_numbers.Add(className, numbers = new Numbers());
            int number = numbers.Take();
            return new EngineName(number == 1 ? className : $"{className}#{number}", className, number);
        }
    }

    /// <summary>The engine has ended, and another may be called so. Harmless twice.</summary>
    public void Release()
    {
        lock (s_numbers)
        {
            if (_class is not null && !_isReleased)
                s_numbers[_class].Return(_number);
            _isReleased = true;
        }
    }

    private sealed class Numbers
    {
        private readonly PriorityQueue<int, int> _free = new();
        private int _last;

        public int Take() => _free.TryDequeue(out int number, out _) ? number : ++_last;

        public void Return(int number) => _free.Enqueue(number, number);
    }
}
