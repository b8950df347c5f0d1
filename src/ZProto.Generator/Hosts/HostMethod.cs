using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Hosts;

/// <summary>A method of a server or mesh: what its users call, and what its author writes.</summary>
/// <param name="method">The method.</param>
/// <param name="name">Its name in C#.</param>
/// <param name="engine">What the engine is called in documentation.</param>
internal sealed class HostMethod(MethodModel method, string name, string engine)
{
    private readonly List<string> _parameters = MethodParameters.GetNames(method.Arguments);

    /// <summary>The method.</summary>
    public MethodModel Model => method;

    /// <summary>Its name in C#.</summary>
    public string Name => name;

    /// <summary>What its parameters are called.</summary>
    public IReadOnlyList<string> ParameterNames => _parameters;

    /// <summary>Its parameters as arguments of a call.</summary>
    public string Arguments => string.Join(", ", _parameters.Select(CSharp.Identifier));

    private string Parameters => string.Join(", ", method.Arguments.Select((argument, i) => $"{MethodParameters.GetTypeName(argument)} {CSharp.Identifier(_parameters[i])}"));

    /// <summary>Writes the method that may be called from any thread, and the one whose body is in the user's part.</summary>
    public void EmitDeclarations(SourceWriter writer)
    {
        string cancellationToken = MethodParameters.MakeUnique(_parameters, "cancellationToken");
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(method.Description, $"The method {method.Name.Text}")));
        writer.Write(CSharp.Doc("remarks", $"It runs on the {engine}'s loop. From any thread."));
        for (int i = 0; i < _parameters.Count; i++)
        {
            ArgumentModel argument = method.Arguments[i];
            writer.Write(CSharp.Doc($"param name=\"{_parameters[i]}\"", CSharp.Sentence(argument.Description, argument.Name.Text)));
        }
        writer.Write(CSharp.Doc($"param name=\"{cancellationToken}\"", "Ends the wait for it, and the method itself while it has not begun."));
        writer.Write($"/// <exception cref=\"global::System.ObjectDisposedException\">The {engine} has ended.</exception>");
        string separator = _parameters.Count == 0 ? "" : ", ";
        writer.Write($"public global::System.Threading.Tasks.Task {name}Async({Parameters}{separator}global::System.Threading.CancellationToken {cancellationToken} = default)");
        writer.Write($"    => InvokeAsync(() => this.{name}({Arguments}), {cancellationToken});");
        writer.BlankLine();
        EmitRequired(writer);
    }

    /// <summary>Writes the one whose body is in the user's part.</summary>
    public void EmitRequired(SourceWriter writer)
    {
        RequiredMemberEmitter.Write(writer, RequiredMember.Create(method, name));
        writer.BlankLine();
    }
}
