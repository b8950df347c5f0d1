namespace ZProto.Engines.Execution;

/// <summary>What goes on beside an engine's machines asks of the engine.</summary>
internal interface IRegistrationOwner
{
    EventLoop Loop { get; }

    /// <summary>Begins something that ends with the engine.</summary>
    void Attach(EngineRegistration registration);

    /// <summary>Ends something that was begun.</summary>
    void Detach(EngineRegistration registration);

    /// <summary>Runs a user's code on the loop. What it throws is logged, and ends nothing.</summary>
    void RunGuarded<T>(Action<T> work, T argument, string what);

    /// <summary>Counts and logs what a user's code has thrown.</summary>
    void OnUserCodeException(string what, Exception exception);
}
