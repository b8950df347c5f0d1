using ZProto.Generator.Hosts;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Server;

/// <summary>Emits the generated part of a server: beside what meshes have too, its configuration and its selftest.</summary>
internal sealed class ServerEmitter(HostSource source, SourceWriter writer) : HostEmitter(source, writer, $"{ZpEngines}Server.ServerOperations.")
{
    private readonly HostSource _source = source;

    /// <inheritdoc/>
    protected override string PeerSummary => "One connected client: a machine of its own. Its members belong to the server's loop.";

    /// <inheritdoc/>
    protected override string PeerBegins => "Called for a new client, while <c>Message</c> is its first message. It may set a first event.";

    /// <summary>The C# of a server.</summary>
    public static string Emit(HostSource source, PathMap paths)
    {
        var writer = new SourceWriter(paths);
        new ServerEmitter(source, writer).EmitFile();
        return writer.ToString();
    }

    /// <inheritdoc/>
    protected override void EmitHooks()
        => Writer.Write($$"""
            /// <summary>Called after the configuration changed: loaded, reloaded, or one value set.</summary>
            /// <param name="configuration">The complete configuration. It belongs to the server; do not change it.</param>
            partial void OnConfigure({{Zp}}Configuration.ZplNode configuration);

            /// <summary>
            /// Called with each message that could not be sent: its peer's queue is full, or the peer is gone. With a body, it decides what
            /// happens to a client whose queue is full; without one, <c>Options.SendQueueFullMode</c> does.
            /// </summary>
            /// <param name="peer">The peer.</param>
            /// <param name="message">The message.</param>
            /// <param name="result">Why it could not be sent.</param>
            partial void OnSendFailed({{Zp}}RoutingId peer, {{Message}} message, {{Zp}}Transports.SendResult result);

            """);

    /// <inheritdoc/>
    protected override void EmitDefinition()
    {
        ServerSelfTest.Write(Writer, _source.Model.SelfTest, _source.Protocol, Machines);
        Writer.Write($$"""
            public override bool OnConfigure({{Zp}}Configuration.ZplNode configuration)
            {
                // Without a body there is no call, and no argument of it is evaluated.
                bool isCalled = false;
                _server.OnConfigure(Called(configuration, ref isCalled));
                return isCalled;
            }

            public override bool OnSendFailed({{Zp}}RoutingId peer, {{Message}} message, {{Zp}}Transports.SendResult result)
            {
                bool isCalled = false;
                _server.OnSendFailed(peer, message, Called(result, ref isCalled));
                return isCalled;
            }

            """);
        EmitCalls();
    }

    // How a section of a configuration calls a method: the arguments are read first, so that a wrong one changes nothing.
    private void EmitCalls()
    {
        if (Methods.Count == 0)
            return;
        string call = MethodParameters.MakeUnique(Methods.SelectMany(method => method.ParameterNames).ToList(), "call");
        Writer.Open($"public override global::System.Action? FindMethod({ZpEngines}ConfigurationCall {call})");
        foreach (HostMethod method in Methods)
        {
            Writer.Open($"if ({call}.IsNamed({CSharp.Literal(method.Model.Name.Text)}))");
            for (int i = 0; i < method.ParameterNames.Count; i++)
            {
                ArgumentModel argument = method.Model.Arguments[i];
                string read = argument.Type.GetFromSection(call, CSharp.Literal(argument.Name.Text), argument.Size);
                Writer.Write($"{MethodParameters.GetTypeName(argument)} {CSharp.Identifier(method.ParameterNames[i])} = {read};");
            }
            Writer.Write($"return () => _server.{method.Name}({method.Arguments});");
            Writer.Close();
        }
        Writer.Write("return null;");
        Writer.Close();
        Writer.BlankLine();
    }
}
