namespace ZProto.Transport.Tests;

public sealed class LibZmqIpcConformance : LibZmqConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zproto").FullName;
    private int _endpoints;

    protected override string AnyEndpoint => NewEndpoint();

    protected override string NewEndpoint() => $"ipc://{_folder}/{++_endpoints}";

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
