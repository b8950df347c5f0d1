namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqIpcPresenceConformance : PresenceConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zproto").FullName;

    protected override string AnyEndpoint => $"ipc://{_folder}/presence";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ITransport CreateTransport() => new LibZmqTransport();
}
