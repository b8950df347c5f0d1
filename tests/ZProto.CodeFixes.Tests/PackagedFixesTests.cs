using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.CodeFixes.Tests;

/// <summary>The fixes lie beside the generator in the package, where compilers without workspaces meet them.</summary>
public class PackagedFixesTests
{
    [Fact]
    public void A_compiler_loads_nothing_of_the_fixes()
    {
        var loader = new CountingLoader();
        var reference = new AnalyzerFileReference(typeof(MissingMethodsFix).Assembly.Location, loader);
        var failures = new List<string>();
        reference.AnalyzerLoadFailed += (_, failure) => failures.Add(failure.Message);
        Assert.Empty(reference.GetAnalyzersForAllLanguages());
        Assert.Empty(reference.GetGeneratorsForAllLanguages());
        Assert.Empty(failures);
        Assert.Equal(0, loader.Loaded);
    }

    private sealed class CountingLoader : IAnalyzerAssemblyLoader
    {
        public int Loaded { get; private set; }

        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath)
        {
            Loaded++;
            return System.Reflection.Assembly.LoadFrom(fullPath);
        }
    }
}
