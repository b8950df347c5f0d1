using Xunit.Abstractions;
using Xunit.Sdk;

namespace ZProto.Transport.Tests;

/// <summary>A case of the suite that cannot be run, since its transport is not installed.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    [Obsolete("Only for xunit, which makes a case and then fills it.")]
    public SkippedTestCase()
    {
    }

    private SkippedTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
    {
    }

    /// <summary>The skipped case in place of those that a method has, or null where they can be run.</summary>
    public static IXunitTestCase[]? Of(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        => Reason(method) is null ? null : [new SkippedTestCase(messages, options, method)];

    protected override string GetSkipReason(IAttributeInfo factAttribute) => Reason(TestMethod) ?? base.GetSkipReason(factAttribute);

    private static string? Reason(ITestMethod method)
        => method.TestClass.Class.ToRuntimeType().GetCustomAttributes(typeof(SkipUnlessInstalledAttribute), inherit: true)
            .Cast<SkipUnlessInstalledAttribute>().Select(attribute => attribute.Missing).FirstOrDefault();
}
