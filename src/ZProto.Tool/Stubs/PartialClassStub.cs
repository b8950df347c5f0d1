using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Naming;

namespace ZProto.Tool.Stubs;

/// <summary>The user's part of a server or client.</summary>
/// <param name="Class">The class in C#.</param>
/// <param name="HasClients">Whether it is a server, with a class within for its clients.</param>
/// <param name="Methods">The methods that need a body: a server's own, and the actions without one in the model, in its order.</param>
internal sealed record PartialClassStub(string Class, bool HasClients, IReadOnlyList<StubMethod> Methods)
{
    /// <summary>The class of a server's clients.</summary>
    public const string ClientClass = "Client";

    /// <summary>The part that a model asks for.</summary>
    /// <param name="model">The server or client.</param>
    public static PartialClassStub Create(CompiledEngine model) => model switch
    {
        CompiledServer server => new PartialClassStub(server.Class, true, MethodsOf(server).Concat(Actions(server.Model, server.Names.Machine, ClientClass)).ToList()),
        // Its methods are generated whole: they raise events.
        CompiledClient client => new PartialClassStub(client.Class, false, Actions(client.Model, client.Names.Machine, client.Class).ToList()),
        _ => throw new ArgumentException($"There is no stub of {model.GetType().Name}.", nameof(model)),
    };

    private static IEnumerable<StubMethod> MethodsOf(CompiledServer server)
        => server.Model.Methods.Select((method, i) => new StubMethod(server.Class, server.Names.Methods[i], FormatParameters(method), method.Description));

    private static IEnumerable<StubMethod> Actions(EngineModel engine, MachineNames names, string owner)
        => from action in names.Actions
           where !engine.ActionBodies.Any(body => body.Name.Equals(action.Name))
           select new StubMethod(owner, action.CSharp, "", engine.Actions.First(first => first.Name.Equals(action.Name)).Description);

    private static string FormatParameters(MethodModel method)
    {
        List<string> names = MethodParameters.GetNames(method.Arguments);
        return string.Join(", ", method.Arguments.Select((argument, i) => $"{MethodParameters.GetTypeName(argument)} {StubMethod.Identifier(names[i])}"));
    }
}
