using ZProto.Model;

namespace ZProto.Generator.Engines;

/// <summary>Writes what the class of every engine begins with.</summary>
internal static class EngineClass
{
    /// <summary>Writes the file's header, and opens the class with its constants.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="kind">What it is: server, client, mesh.</param>
    /// <param name="model">The model.</param>
    /// <param name="namespace">The namespace, empty for none.</param>
    /// <param name="declaration">The class with its base.</param>
    /// <param name="defines">What the constants are called.</param>
    public static void Open(SourceWriter writer, string kind, EngineModel model, string @namespace, string declaration, EquatableArray<string> defines)
    {
        FileHeader.Write(writer, kind, model, ["#pragma warning disable CS3001, CS3002, CS3003, CS3005, CS3008, CS3009"], @namespace);
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(model.Title, $"The {kind} {model.Name.Text}")));
        if (model.Description.Length > 0)
            writer.Write(CSharp.Doc("remarks", model.Description));
        writer.Write($"[global::System.CodeDom.Compiler.GeneratedCode(\"ZProto\", \"{ThisAssembly.Version}\")]");
        writer.Open(declaration);
        Constants.Write(writer, model.Defines, defines);
    }

    /// <summary>Opens the definition: the class for the runtime.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="modifier">Who sees it.</param>
    /// <param name="baseClass">Its base.</param>
    /// <param name="class">The engine's class.</param>
    /// <param name="engine">What the engine is called in it.</param>
    /// <param name="transport">The C# that returns the default transport, or null.</param>
    public static void OpenDefinition(SourceWriter writer, EngineModel model, string modifier, string baseClass, string @class, string engine, string? transport)
    {
        writer.Open($"{modifier} sealed class Definition : {baseClass}");
        writer.Write($$"""
            private readonly {{@class}} _{{engine}};

            public Definition({{@class}} {{engine}}) => _{{engine}} = {{engine}};

            public override string Name => {{CSharp.Literal(model.Name.Text)}};

            public override global::ZProto.Engines.UnexpectedMessageBehavior Unexpected => global::ZProto.Engines.UnexpectedMessageBehavior.{{model.Unexpected}};

            """);
        DefaultTransport.Write(writer, transport);
    }

    /// <summary>Writes the hook of a tracer, for the definition, where the model has one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="message">The message's class.</param>
    /// <param name="what">What it traces: Send, Receive.</param>
    /// <param name="traces">The property that says so.</param>
    /// <param name="call">What is called, or null.</param>
    public static void TracerHook(SourceWriter writer, string message, string what, string traces, string? call)
    {
        if (call is null)
            return;
        writer.Write($$"""
            public override bool {{traces}} => true;

            public override void On{{what}}(global::ZProto.RoutingId peer, {{message}} message) => {{call}};

            """);
    }
}
