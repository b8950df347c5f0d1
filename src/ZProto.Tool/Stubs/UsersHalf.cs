using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Tool.Stubs;

/// <summary>The half of a server or client that its user writes.</summary>
/// <param name="Class">The class in C#.</param>
/// <param name="HasClients">Whether it is a server, with a class within for its clients.</param>
/// <param name="Methods">The methods that need a body: a server's own, and the actions without one in the model, in its order.</param>
internal sealed record UsersHalf(string Class, bool HasClients, IReadOnlyList<StubMethod> Methods)
{
    /// <summary>The class of a server's clients.</summary>
    public const string ClientClass = "Client";

    /// <summary>The half that a model asks for.</summary>
    /// <param name="model">The server or client.</param>
    /// <param name="protocol">What it speaks.</param>
    public static UsersHalf Of(ClassModel model, ClassModel protocol)
    {
        EngineModel engine = model.Engine!;
        ServerNames names = ServerNames.Of(model, protocol.Protocol!.Messages.Select(message => message.Name));
        bool isServer = model.Kind == ModelKind.Server;
        var methods = new List<StubMethod>();
        // A client's methods are generated whole: they raise events.
        if (isServer)
            methods.AddRange(engine.Methods.Select((method, i) => new StubMethod(names.Class, names.Methods[i], ParametersOf(method), method.Description)));
        foreach (NamedItem action in names.Actions.Where(action => !engine.ActionBodies.Any(body => body.Name.Equals(action.Name))))
        {
            string description = ServerNames.ActionsOf(engine).First(first => first.Name.Equals(action.Name)).Description;
            methods.Add(new StubMethod(isServer ? ClientClass : names.Class, action.CSharp, "", description));
        }
        return new UsersHalf(names.Class, isServer, methods);
    }

    private static string ParametersOf(MethodModel method)
    {
        List<string> names = MethodParameters.NamesOf(method);
        return string.Join(", ", method.Arguments.Select((argument, i) => $"{MethodParameters.TypeOf(argument)} {StubMethod.Identifier(names[i])}"));
    }
}
