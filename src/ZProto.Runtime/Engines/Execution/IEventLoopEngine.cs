namespace ZProto.Engines.Execution;

/// <summary>What a loop tells the engines on it.</summary>
internal interface IEventLoopEngine
{
    /// <summary>The loop does not come to an end of what it is at. From any thread.</summary>
    void OnLoopStuck();

    /// <summary>The loop has ended under the engine.</summary>
    /// <param name="fault">What it died of; null where it was disposed first.</param>
    void OnLoopEnded(Exception? fault);

    /// <summary>Code that was posted to the loop has thrown.</summary>
    /// <param name="what">The code, for the log.</param>
    /// <param name="exception">What it has thrown.</param>
    void OnUserCodeException(string what, Exception exception);
}
