using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ZProto.Generator.Analyzers;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;

namespace ZProto.Generator.Tests.Analyzers;

public class AnalyzerRulesTests
{
    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_one_analyzer_that_reports_it()
    {
        string[] rules = [.. typeof(AnalyzerRules).GetFields().Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id)];
        IEnumerable<string> supported = typeof(AnalyzerRules).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .Select(rule => rule.Id);
        Assert.Equal(rules, supported.Order(StringComparer.Ordinal));
        Assert.Empty(rules.Intersect(typeof(DiagnosticRules).GetFields().Select(field => ((DiagnosticRule)field.GetValue(null)!).Id)));
    }

    [Fact]
    public async Task Generated_code_is_not_analysed()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            """
            <class name = "s"><state name = "a"><event name = "SAY"><action name = "act" /></event></state>
            <action name = "act">global::System.Threading.Thread.Sleep(1);</action></class>
            """,
            new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""))).AssertCompiles();
        Assert.Empty(await run.AnalyzeAsync());
    }
}
