namespace ZProto.CodeFixes.Tests;

/// <summary>What the fix writes, and where.</summary>
public class MissingMethodsFixTests
{
    private const string WriteAll = "Write all missing methods";

    private const string Server = """
        <class name = "talk_server" script = "zproto_server" protocol_class = "talk" namespace = "Sample">
        <state name = "start">
            <event name = "SAY"><action name = "look up">Look the answer up, if 1 &lt; 2</action><action name = "answer" /></event>
            <event name = "OK"><action name = "look up" /><action name = "thank">Say thanks
                and goodbye</action></event>
        </state>
        </class>
        """;

    private const string Methods = """
        <class name = "talk_server" script = "zproto_server" protocol_class = "talk" namespace = "Sample">
        <state name = "start"><event name = "SAY"><action name = "answer" /></event></state>
        <method name = "limit">Limit the clients<field name = "count" type = "integer">How many</field><field name = "names" type = "strings" /></method>
        <method name = "close" />
        </class>
        """;

    private const string Machines = """
        <class name = "talk_server" script = "zproto_server" protocol_class = "talk" namespace = "Sample">
        <state name = "start"><event name = "SAY" /></state>
        <machine name = "star">
            <state name = "start"><event name = "beat"><action name = "look up">Look the other up</action><action name = "answer" /></event></state>
        </machine>
        </class>
        """;

    [Fact]
    public async Task One_or_all_missing_methods_can_be_written()
        => Assert.Equal(
            [WriteAll, "Write method 'LookUp'", "Write method 'Answer'", "Write method 'Thank'"],
            await EditedProject.With([Server], Part("")).TitlesAsync());

    [Fact]
    public async Task The_last_missing_method_is_written_by_its_name()
        => Assert.Equal(
            ["Write method 'Answer'"],
            await EditedProject.With([Server], Part("        private partial void LookUp() { }\n        private partial void Thank() { }\n")).TitlesAsync());

    [Fact]
    public async Task All_are_written_in_the_models_order_with_its_descriptions()
        => await AssertDoesAsync(WriteAll, Part(""), Part("""
                    /// <summary>Look the answer up, if 1 &lt; 2.</summary>
                    private partial void LookUp()
                    {
                        throw new System.NotImplementedException();
                    }

                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }

                    /// <summary>
                    /// Say thanks
                    /// and goodbye.
                    /// </summary>
                    private partial void Thank()
                    {
                        throw new System.NotImplementedException();
                    }

            """));

    [Fact]
    public async Task One_is_written_after_the_one_before_it_in_the_model()
    {
        EditedProject project = await EditedProject.With([Server], Part("""
                    private int _asked; // of this client

                    private partial void LookUp() => _asked++; // counts

                    private void Help() { }

                    // At the end.
                    private partial void Thank() { }

            """)).DoAsync("Write method 'Answer'");
        Assert.Equal(Part("""
                    private int _asked; // of this client

                    private partial void LookUp() => _asked++; // counts

                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }

                    private void Help() { }

                    // At the end.
                    private partial void Thank() { }

            """), await project.TextAsync());
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());
    }

    [Fact]
    public async Task The_first_of_the_model_is_written_before_the_next()
        => await AssertDoesAsync(WriteAll, Part("""
                    private int _asked;
                    // Thanks.
                    private partial void Thank() => _asked++;

            """), Part("""
                    private int _asked;

                    /// <summary>Look the answer up, if 1 &lt; 2.</summary>
                    private partial void LookUp()
                    {
                        throw new System.NotImplementedException();
                    }

                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }

                    // Thanks.
                    private partial void Thank() => _asked++;

            """));

    [Fact]
    public async Task Hooks_have_no_say_in_the_order()
        => await AssertDoesAsync("Write method 'Answer'", Part("""
                    private partial void LookUp() { }

                    private partial void Thank() { }

                    partial void OnInitialize() { }

            """), Part("""
                    private partial void LookUp() { }

                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }

                    private partial void Thank() { }

                    partial void OnInitialize() { }

            """));

    [Fact]
    public async Task The_class_of_clients_is_written_too_where_it_is_not_there()
        => await AssertDoesAsync(WriteAll, "namespace Sample;\n\npublic partial class TalkServer\n{\n    private int _count = 1;\n}\n", """
            namespace Sample;

            public partial class TalkServer
            {
                private int _count = 1;

                public sealed partial class Client
                {
                    /// <summary>Look the answer up, if 1 &lt; 2.</summary>
                    private partial void LookUp()
                    {
                        throw new System.NotImplementedException();
                    }

                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }

                    /// <summary>
                    /// Say thanks
                    /// and goodbye.
                    /// </summary>
                    private partial void Thank()
                    {
                        throw new System.NotImplementedException();
                    }
                }
            }

            """, allowUnused: true);

    [Theory]
    [InlineData("namespace Sample;\npublic partial class TalkServer;\n")]
    [InlineData("namespace Sample;\npublic partial class TalkServer { }\n")]
    [InlineData("namespace Sample;\npublic partial class TalkServer{}")]
    [InlineData("namespace Sample { public partial class TalkServer { public sealed partial class Client { } } }")]
    [InlineData("namespace Sample { public partial class TalkServer { public sealed partial class Client { private partial void Answer() { } } } }")]
    [InlineData("namespace Sample { public partial class TalkServer { public sealed partial class Client { private int _asked; /* first */ private partial void LookUp() => _asked++; } } }")]
    [InlineData("namespace Sample\r\n{\r\n\tpublic partial class TalkServer\r\n\t{ // one\r\n\t\tpublic sealed partial class Client\r\n\t\t{\r\n\t\t\t#region Actions\r\n\t\t\t#endregion\r\n\t\t}\r\n\t}\r\n}\r\n")]
    [InlineData("using System;\nnamespace Sample\n{\n  partial class TalkServer {\n    sealed partial class Client {\n      partial void OnTerminate() { }\n    }\n  }\n}\n")]
    public async Task However_a_class_is_written_what_is_added_compiles(string part)
    {
        EditedProject project = await EditedProject.With([Server], part).DoAsync(WriteAll);
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());

        EditedProject oneByOne = EditedProject.With([Server], part);
        while ((await oneByOne.TitlesAsync()) is [.., var title])
            oneByOne = await oneByOne.DoAsync(title);
        await oneByOne.AssertCompilesAsync();
        Assert.Equal(Signatures(await project.TextAsync()), Signatures(await oneByOne.TextAsync()));
    }

    [Fact]
    public async Task Lines_end_as_they_do_in_the_file()
    {
        string part = Part("").Replace("\n", "\r\n", StringComparison.Ordinal);
        string text = await (await EditedProject.With([Server], part).DoAsync(WriteAll)).TextAsync();
        Assert.Equal(text.Count(letter => letter == '\n'), text.Split("\r\n").Length - 1);
    }

    [Fact]
    public async Task Names_are_as_short_as_the_files_usings_allow()
    {
        EditedProject project = await EditedProject.With([Methods], "using System;\nusing System.Collections.Generic;\n\n" + Part("")).DoAsync("Write method 'Answer'");
        Assert.Contains("            throw new NotImplementedException();\n", await project.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("namespace Sample;\n\npublic partial class TalkServer\n{\n    private int _count = 1;\n}\n", "    private int _count = 1;\n\n")]
    [InlineData("namespace Sample;\n\npublic partial class TalkServer\n{\n    public sealed partial class StarMachine\n    {\n    }\n}\n", "")]
    public async Task Methods_of_a_machine_are_written_into_its_own_class(string part, string before)
    {
        EditedProject project = EditedProject.With([Machines], part);
        Assert.Equal([WriteAll, "Write method 'LookUp'", "Write method 'Answer'"], await project.TitlesAsync());
        project = await project.DoAsync(WriteAll);
        Assert.Equal($$"""
            namespace Sample;

            public partial class TalkServer
            {
            {{before}}    public sealed partial class StarMachine
                {
                    /// <summary>Look the other up.</summary>
                    private partial void LookUp()
                    {
                        throw new System.NotImplementedException();
                    }

                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }
                }
            }

            """, await project.TextAsync());
        Assert.Empty(await project.TitlesAsync());
    }

    [Fact]
    public async Task Methods_of_a_server_are_written_into_its_own_class()
    {
        EditedProject project = EditedProject.With([Methods], """
            using System;
            using System.Collections.Generic;

            namespace Sample;

            public partial class TalkServer
            {
                public sealed partial class Client
                {
                    private partial void Answer() { }
                }
            }

            """);
        Assert.Equal([WriteAll, "Write method 'Limit'", "Write method 'Close'"], await project.TitlesAsync());
        project = await project.DoAsync(WriteAll);
        Assert.Equal("""
            using System;
            using System.Collections.Generic;

            namespace Sample;

            public partial class TalkServer
            {
                public sealed partial class Client
                {
                    private partial void Answer() { }
                }

                /// <summary>Limit the clients.</summary>
                /// <param name="count">How many.</param>
                /// <param name="names">names.</param>
                private partial void Limit(int count, IReadOnlyList<string> names)
                {
                    throw new NotImplementedException();
                }

                private partial void Close()
                {
                    throw new NotImplementedException();
                }
            }

            """, await project.TextAsync());
        await project.AssertCompilesAsync();
    }

    [Fact]
    public async Task Actions_of_a_client_are_written_into_its_own_class()
    {
        EditedProject project = EditedProject.With(
            [
                """
                <class name = "talk_client" script = "zproto_client" protocol_class = "talk" namespace = "Sample">
                <state name = "start"><event name = "ask"><action name = "prepare">Think</action><action name = "send" message = "SAY" /></event>
                <event name = "OK"><action name = "answer" /></event></state>
                <method name = "ask" />
                </class>
                """,
            ],
            "namespace Sample;\n\npublic partial class TalkClient\n{\n    private partial void Answer() { }\n}\n");
        project = await project.DoAsync("Write method 'Prepare'");
        Assert.Equal("""
            namespace Sample;

            public partial class TalkClient
            {
                /// <summary>Think.</summary>
                private partial void Prepare()
                {
                    throw new System.NotImplementedException();
                }

                private partial void Answer() { }
            }

            """, await project.TextAsync());
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());
    }

    [Fact]
    public async Task Methods_go_to_the_part_that_has_some_already()
    {
        EditedProject project = EditedProject.With([Server], Part(""), Part("        private partial void LookUp() { }\n"));
        project = await project.DoAsync(WriteAll);
        Assert.Equal(Part(""), await project.TextAsync());
        await project.AssertCompilesAsync();
    }

    [Fact]
    public async Task All_of_a_project_can_be_written_at_once()
    {
        EditedProject project = await EditedProject.With([Methods, Server.Replace("talk_server", "other_server", StringComparison.Ordinal)], Part(""), Part("").Replace("TalkServer", "OtherServer", StringComparison.Ordinal)).DoEverywhereAsync(WriteAll);
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());
    }

    [Fact]
    public async Task One_name_can_be_written_in_a_whole_project()
    {
        EditedProject project = await EditedProject.With([Methods, Server.Replace("talk_server", "other_server", StringComparison.Ordinal)], Part(""), Part("").Replace("TalkServer", "OtherServer", StringComparison.Ordinal)).DoEverywhereAsync("Write method 'Answer'");
        Assert.Contains("void Answer()", await project.TextAsync("File0.cs"), StringComparison.Ordinal);
        Assert.Contains("void Answer()", await project.TextAsync("File1.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("Answer", string.Concat(await project.TitlesAsync()), StringComparison.Ordinal);
        Assert.NotEmpty(await project.TitlesAsync());
    }

    [Fact]
    public async Task A_class_that_is_not_there_at_all_is_written_from_where_it_is_created()
    {
        EditedProject project = EditedProject.With([Methods], "using Sample;\n\nnamespace Other;\n\ninternal static class Program\n{\n    public static object Create() => new TalkServer();\n}\n");
        Assert.Equal(["Write class 'TalkServer' with its methods"], await project.TitlesAsync());
        project = await project.DoAsync("Write class 'TalkServer' with its methods");
        Assert.Equal(["File0.cs", "TalkServer.cs"], project.Files);
        Assert.Equal("""
            namespace Sample;

            public partial class TalkServer
            {
                /// <summary>Limit the clients.</summary>
                /// <param name="count">How many.</param>
                /// <param name="names">names.</param>
                private partial void Limit(int count, System.Collections.Generic.IReadOnlyList<string> names)
                {
                    throw new System.NotImplementedException();
                }

                private partial void Close()
                {
                    throw new System.NotImplementedException();
                }

                public sealed partial class Client
                {
                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }
                }
            }

            """, await project.TextAsync("TalkServer.cs"));
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());
    }

    [Fact]
    public async Task The_class_of_a_mesh_is_written_with_that_of_its_peers()
    {
        const string mesh = """
            <class name = "talk_mesh" script = "zproto_mesh" mode = "harmony" protocol_class = "talk" namespace = "Sample">
            <state name = "start"><event name = "SAY"><action name = "answer">Say it</action></event></state>
            <socket name = "news" type = "sub" />
            </class>
            """;
        EditedProject project = await EditedProject.With([mesh], "using Sample;\n\nnamespace Other;\n\ninternal static class Program\n{\n    public static object Create() => new TalkMesh();\n}\n").DoAsync("Write class 'TalkMesh' with its methods");
        Assert.Equal("""
            namespace Sample;

            public partial class TalkMesh
            {
                private partial void OnNews(Talk message)
                {
                    throw new System.NotImplementedException();
                }

                public sealed partial class Peer
                {
                    /// <summary>Say it.</summary>
                    private partial void Answer()
                    {
                        throw new System.NotImplementedException();
                    }
                }
            }

            """, await project.TextAsync("TalkMesh.cs"));
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());
    }

    [Fact]
    public async Task The_class_of_a_node_is_written_with_its_actions()
    {
        const string node = """
            <class name = "talk_node" script = "zproto_peer" protocol_class = "talk" namespace = "Sample">
            <state name = "start"><event name = "SAY"><action name = "answer">Say it</action><action name = "join" group = "ROOM" /></event></state>
            </class>
            """;
        EditedProject project = await EditedProject.With([node], "using Sample;\n\nnamespace Other;\n\ninternal static class Program\n{\n    public static object Create() => new TalkNode();\n}\n").DoAsync("Write class 'TalkNode' with its methods");
        Assert.Equal("""
            namespace Sample;

            public partial class TalkNode
            {
                /// <summary>Say it.</summary>
                private partial void Answer()
                {
                    throw new System.NotImplementedException();
                }
            }

            """, await project.TextAsync("TalkNode.cs"));
        await project.AssertCompilesAsync();
        Assert.Empty(await project.TitlesAsync());
    }

    private static async Task AssertDoesAsync(string title, string part, string expected, bool allowUnused = false)
    {
        EditedProject project = await EditedProject.With([Server], part).DoAsync(title);
        Assert.Equal(expected, await project.TextAsync());
        Assert.Empty(await project.TitlesAsync());
        if (!allowUnused)
            await project.AssertCompilesAsync();
    }

    private static string[] Signatures(string text)
        => [.. text.Split("private partial void ").Skip(1).Select(part => part.Split('(')[0]).Order(StringComparer.Ordinal)];

    private static string Part(string members) => $$"""
        namespace Sample;

        public partial class TalkServer
        {
            public sealed partial class Client
            {
        {{members}}    }
        }

        """;
}
