using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Server;

/// <summary>A method of a server: what its users call, what its author writes, and what a configuration calls.</summary>
internal sealed class ServerMethod
{
    private readonly MethodModel _method;
    private readonly string _name;
    private readonly List<string> _parameters;
    private readonly string _cancellationToken;

    public ServerMethod(MethodModel method, string name)
    {
        _method = method;
        _name = name;
        _parameters = MethodParameters.GetNames(method.Arguments);
        _cancellationToken = MethodParameters.MakeUnique(_parameters, "cancellationToken");
    }

    /// <summary>What its parameters are called.</summary>
    public IEnumerable<string> ParameterNames => _parameters;

    private string Parameters => string.Join(", ", _method.Arguments.Select((argument, i) => $"{MethodParameters.GetTypeName(argument)} {CSharp.Identifier(_parameters[i])}"));

    private string Arguments => string.Join(", ", _parameters.Select(CSharp.Identifier));

    /// <summary>Writes the method that may be called from any thread, and the one whose body is in the user's part.</summary>
    public void EmitDeclarations(SourceWriter writer)
    {
        writer.Write(CSharp.Doc("summary", CSharp.Sentence(_method.Description, $"The method {_method.Name.Text}")));
        writer.Write(CSharp.Doc("remarks", "It runs on the server's loop. From any thread."));
        for (int i = 0; i < _parameters.Count; i++)
        {
            ArgumentModel argument = _method.Arguments[i];
            writer.Write(CSharp.Doc($"param name=\"{_parameters[i]}\"", CSharp.Sentence(argument.Description, argument.Name.Text)));
        }
        writer.Write(CSharp.Doc($"param name=\"{_cancellationToken}\"", "Ends the wait for it, and the method itself while it has not begun."));
        writer.Write("/// <exception cref=\"global::System.ObjectDisposedException\">The server has ended.</exception>");
        string separator = _parameters.Count == 0 ? "" : ", ";
        writer.Write($"public global::System.Threading.Tasks.Task {_name}Async({Parameters}{separator}global::System.Threading.CancellationToken {_cancellationToken} = default)");
        writer.Write($"    => InvokeAsync(() => this.{_name}({Arguments}), {_cancellationToken});");
        writer.BlankLine();
        RequiredMemberEmitter.Write(writer, RequiredMember.Create(_method, _name));
        writer.BlankLine();
    }

    /// <summary>Writes how a section of a configuration calls it: the arguments are read first, so that a wrong one changes nothing.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="call">What the section is called.</param>
    public void EmitCall(SourceWriter writer, string call)
    {
        writer.Open($"if ({call}.IsNamed({CSharp.Literal(_method.Name.Text)}))");
        for (int i = 0; i < _parameters.Count; i++)
            writer.Write($"{MethodParameters.GetTypeName(_method.Arguments[i])} {CSharp.Identifier(_parameters[i])} = {Read(_method.Arguments[i], call)};");
        writer.Write($"return () => _server.{_name}({Arguments});");
        writer.Close();
    }

    private static string Read(ArgumentModel argument, string call) => argument.Type.GetFromSection(call, CSharp.Literal(argument.Name.Text), argument.Size);
}
