using System.Reflection;
using System.Text.RegularExpressions;
using ZProto.Engines.Execution;

namespace ZProto.Runtime.Tests.Architecture;

/// <summary>What would make two runs of a simulation differ comes from <see cref="Platform"/>, or from where no simulation comes.</summary>
public partial class PlatformTests
{
    // By file, with the reason.
    private static readonly string[] s_elsewhere =
    [
        // Decides for other transports: a simulation has no peers to admit.
        "Engines/Server/Authentication.cs", "Engines/Server/ServerSecurity.cs",
        // The system's files, with its times.
        "Engines/Server/FileStamp.cs", "ServerEngine.cs", "Configuration/ZplFile.cs",
        // The process's output.
        "Diagnostics/StandardErrorLog.cs",
        // Looks at the thread of a loop, which has none in a simulation.
        "Engines/Execution/StuckLoopDetector.cs", "EventLoop.Steps.cs",
        // Read only where the clock is the system's.
        "EventLoop.cs", "Transports/InProcess/InProcessLoop.cs",
        // Waits for a socket of a network to leave its endpoint.
        "Engine.cs",
        // For hash codes, whose order nothing depends on, and numbers of connections of a network.
        "RoutingId.cs", "SocketsTransport.cs",
        // The only continuation that ends a registration, where it completes.
        "ClientEngineOfT.cs",
        "Engines/Execution/Platform.cs",
    ];

    [Fact]
    public void Threads_times_and_ids_come_from_the_platform()
    {
        string root = typeof(PlatformTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RuntimeDirectory").Value!;
        string[] files =
        [
            .. Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
                .Where(file => File.ReadLines(file).Any(line => Words().IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("Transports/Sockets/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal)),
        ];
        Assert.Equal(string.Join('\n', s_elsewhere.Order(StringComparer.Ordinal)), string.Join('\n', files.Order(StringComparer.Ordinal)));
    }

    [GeneratedRegex(@"Task\.Run\(|ConfigureAwait\(false|(?<!Platform)\.CancelAsync\(|\.CancelAfter\(|Task\.Delay\(|TaskScheduler\.Default|RunContinuationsAsynchronously|new Thread\(|new Timer\(|ThreadPool\.|Guid\.NewGuid|Random\.Shared|RandomNumberGenerator|TickCount|Stopwatch\.|DateTime(Offset)?\.(Utc)?Now")]
    private static partial Regex Words();
}
