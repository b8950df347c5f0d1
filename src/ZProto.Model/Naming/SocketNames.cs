namespace ZProto.Model.Naming;

/// <summary>What a further socket of an engine is called in C#.</summary>
/// <param name="Property">Its property.</param>
/// <param name="Handler">The method that takes what comes in.</param>
/// <param name="Protocol">The class, with its namespace, of what it speaks.</param>
public sealed record SocketNames(string Property, string Handler, string Protocol)
{
    /// <summary>Who takes what comes in.</summary>
    public SocketRoutes Routes { get; init; } = SocketRoutes.None;

    internal static SocketNames Create(SocketModel socket, string protocol, NameScope scope)
    {
        string name = scope.Allocate(socket.Name, socket.Span, "Socket", "the socket", name => [name, $"On{name}"]);
        return new SocketNames(name, $"On{name}", protocol);
    }
}
