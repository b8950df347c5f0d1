using ZProto.Model;
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
    /// <param name="protocol">What it speaks.</param>
    public static PartialClassStub Create(EngineModel model, ProtocolModel protocol)
    {
        IEnumerable<ModelName> messages = protocol.Messages.Select(message => message.Name);
        if (model is ClientModel clientModel)
        {
            // Its methods are generated whole: they raise events.
            ClientNames client = ClientNames.Create(clientModel, messages);
            return new PartialClassStub(client.Class, false, Actions(model, client.Machine, client.Class).ToList());
        }
        ServerNames server = ServerNames.Create((ServerModel)model, messages);
        IEnumerable<StubMethod> methods = model.Methods.Select((method, i) => new StubMethod(server.Class, server.Methods[i], FormatParameters(method), method.Description));
        return new PartialClassStub(server.Class, true, methods.Concat(Actions(model, server.Machine, ClientClass)).ToList());
    }

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
