namespace ZProto.Engines.Execution;

/// <summary>What goes on beside an engine's machines asks of the engine.</summary>
internal interface IRegistrationOwner
{
    EventLoop Loop { get; }

    /// <summary>What the engine's parts share, once it has started, as it has before anything of this begins.</summary>
    EngineContext Context { get; }

    /// <summary>Begins something that ends with the engine.</summary>
    void Attach(EngineRegistration registration);

    /// <summary>Ends something that was begun.</summary>
    void Detach(EngineRegistration registration);
}
