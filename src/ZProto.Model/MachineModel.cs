namespace ZProto.Model;

/// <summary>A machine of an engine itself: one, beside those of its peers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="ProtocolClass">The protocol of the messages that are its events, or null for the engine's.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record MachineModel(ModelName Name, SourceSpan Span, Reference? ProtocolClass, string Description) : IMachineModel
{
    /// <inheritdoc/>
    public EquatableArray<StateModel> States { get; init; }

    /// <inheritdoc/>
    public EquatableArray<ActionBodyModel> ActionBodies { get; init; }

    /// <inheritdoc/>
    public UnexpectedMessageBehavior Unexpected { get; init; }
}
