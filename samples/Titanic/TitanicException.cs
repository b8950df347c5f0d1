namespace Titanic;

/// <summary>Titanic has refused something.</summary>
/// <param name="status">Its status.</param>
public sealed class TitanicException(Status status) : Exception($"Titanic answers {(int)status} {status}.")
{
    /// <summary>The status.</summary>
    public Status Status => status;
}
