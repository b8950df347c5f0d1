namespace ZProto;

/// <summary>The life of an engine's own machine.</summary>
internal interface IEngineMachineControl
{
    /// <summary>Starts it, where it has not started.</summary>
    void Begin();

    /// <summary>Ends it with its engine.</summary>
    void Close();
}

/// <summary>What an engine's own machine asks of what runs it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
internal interface IEngineMachineControl<TMessage> : IEngineMachineControl
    where TMessage : class
{
    /// <summary>Executes an event: at once where the machine is idle, else when it has done its work.</summary>
    /// <returns>Whether an action of it has set an exception.</returns>
    bool Raise(int eventId, object? argument);

    /// <summary>Executes the event of a message that came in at a socket of the engine.</summary>
    void Receive(TMessage message);

    /// <summary>The machine has sent a message.</summary>
    void OnSent();

    /// <summary>Runs work off the loop, and executes an event with what became of it.</summary>
    void RunInBackground<T>(Func<CancellationToken, Task<T>> work, int ok, int error);

    /// <summary>Runs work off the loop, and executes an event when it is done.</summary>
    void RunInBackground(Func<CancellationToken, Task> work, int ok, int error);
}
