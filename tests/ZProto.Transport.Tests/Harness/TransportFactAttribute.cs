using Xunit.Abstractions;
using Xunit.Sdk;

namespace ZProto.Transport.Tests;

/// <summary>A case of the suite, skipped for a transport that is not installed: its class has a <see cref="SkipUnlessInstalledAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ZProto.Transport.Tests.TransportFactDiscoverer", "ZProto.Transport.Tests")]
public sealed class TransportFactAttribute : FactAttribute;

/// <summary>A case of the suite with data, skipped as <see cref="TransportFactAttribute"/>s are.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ZProto.Transport.Tests.TransportTheoryDiscoverer", "ZProto.Transport.Tests")]
public sealed class TransportTheoryAttribute : TheoryAttribute;

public sealed class TransportFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact)
        => SkippedTestCase.Of(DiagnosticMessageSink, options, method) ?? base.Discover(options, method, fact);
}

public sealed class TransportTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo theory)
        => SkippedTestCase.Of(DiagnosticMessageSink, options, method) ?? base.Discover(options, method, theory);
}
