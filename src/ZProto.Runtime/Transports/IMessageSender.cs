namespace ZProto.Transports;

/// <summary>What a transport knows of the peer that the message received last came from.</summary>
public interface IMessageSender
{
    /// <summary>Its address, such as <c>127.0.0.1</c>; null where it is not known.</summary>
    string? Address { get; }

    /// <summary>The user id that authentication gave it; null without authentication.</summary>
    string? UserId { get; }

    /// <summary>Whether this is its user id; null stands for no user.</summary>
    /// <param name="userId">The user id.</param>
    bool HasUserId(string? userId) => UserId == userId;

    /// <summary>Whether this is its address.</summary>
    /// <param name="address">The address.</param>
    bool HasAddress(string address) => Address == address;
}
