using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Google.Protobuf;

namespace ZProto.Benchmarks;

/// <summary>
/// The codec of <c>models/zproto_example.xml</c> beside Google.Protobuf on the same fields: both encode into a buffer that is
/// there, and decode from one. Protobuf is the baseline of each group.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class CodecBenchmarks
{
    private readonly ZprotoExample _log = Samples.Log();
    private readonly ZprotoExample _structures = Samples.Structures();
    private readonly ZprotoExample _binary = Samples.Binary();
    private readonly ZprotoExample _types = Samples.Types();
    private readonly ZprotoExample _received = new();
    private readonly MultipartMessage _frames = new();

    private readonly byte[][] _logFrames = Samples.Log().ToFrames();
    private readonly byte[][] _structuresFrames = Samples.Structures().ToFrames();
    private readonly byte[][] _binaryFrames = Samples.Binary().ToFrames();
    private readonly byte[][] _typesFrames = Samples.Types().ToFrames();

    private readonly Peer.Log _peerLog = Samples.PeerLog();
    private readonly Peer.Structures _peerStructures = Samples.PeerStructures();
    private readonly Peer.Binary _peerBinary = Samples.PeerBinary();
    private readonly Peer.Types _peerTypes = Samples.PeerTypes();
    private readonly byte[] _peerBuffer = new byte[1024];

    private readonly byte[] _peerLogBytes = Samples.PeerLog().ToByteArray();
    private readonly byte[] _peerStructuresBytes = Samples.PeerStructures().ToByteArray();
    private readonly byte[] _peerBinaryBytes = Samples.PeerBinary().ToByteArray();
    private readonly byte[] _peerTypesBytes = Samples.PeerTypes().ToByteArray();

    [Benchmark(Baseline = true), BenchmarkCategory("Encode LOG")]
    public int ProtobufEncodeLog() => Write(_peerLog);

    [Benchmark, BenchmarkCategory("Encode LOG")]
    public int EncodeLog() => Encode(_log);

    /// <summary>As a server that answers: every field set again, the strings too.</summary>
    [Benchmark, BenchmarkCategory("Encode LOG")]
    public int SetAndEncodeLog()
        => Encode(_log.SetLog(123, 2, 3, 45536, 65535, 1427261426, "localhost", "This is the message to log"));

    [Benchmark(Baseline = true), BenchmarkCategory("Decode LOG")]
    public Peer.Log ProtobufDecodeLog() => Peer.Log.Parser.ParseFrom(_peerLogBytes);

    [Benchmark, BenchmarkCategory("Decode LOG")]
    public ZprotoExample DecodeLog() => Decode(_logFrames);

    [Benchmark, BenchmarkCategory("Decode LOG")]
    public int DecodeLogAndReadStrings()
    {
        ZprotoExample log = Decode(_logFrames);
        return log.Host.Length + log.Data.Length;
    }

    [Benchmark(Baseline = true), BenchmarkCategory("Encode STRUCTURES")]
    public int ProtobufEncodeStructures() => Write(_peerStructures);

    [Benchmark, BenchmarkCategory("Encode STRUCTURES")]
    public int EncodeStructures() => Encode(_structures);

    [Benchmark(Baseline = true), BenchmarkCategory("Decode STRUCTURES")]
    public Peer.Structures ProtobufDecodeStructures() => Peer.Structures.Parser.ParseFrom(_peerStructuresBytes);

    [Benchmark, BenchmarkCategory("Decode STRUCTURES")]
    public ZprotoExample DecodeStructures() => Decode(_structuresFrames);

    [Benchmark, BenchmarkCategory("Decode STRUCTURES")]
    public int DecodeStructuresAndReadStrings()
    {
        ZprotoExample structures = Decode(_structuresFrames);
        return structures.Aliases[0].Length + structures.Headers.Count;
    }

    [Benchmark(Baseline = true), BenchmarkCategory("Encode BINARY")]
    public int ProtobufEncodeBinary() => Write(_peerBinary);

    [Benchmark, BenchmarkCategory("Encode BINARY")]
    public int EncodeBinary() => Encode(_binary);

    [Benchmark(Baseline = true), BenchmarkCategory("Decode BINARY")]
    public Peer.Binary ProtobufDecodeBinary() => Peer.Binary.Parser.ParseFrom(_peerBinaryBytes);

    [Benchmark, BenchmarkCategory("Decode BINARY")]
    public ZprotoExample DecodeBinary() => Decode(_binaryFrames);

    [Benchmark(Baseline = true), BenchmarkCategory("Encode TYPES")]
    public int ProtobufEncodeTypes() => Write(_peerTypes);

    [Benchmark, BenchmarkCategory("Encode TYPES")]
    public int EncodeTypes() => Encode(_types);

    [Benchmark(Baseline = true), BenchmarkCategory("Decode TYPES")]
    public Peer.Types ProtobufDecodeTypes() => Peer.Types.Parser.ParseFrom(_peerTypesBytes);

    [Benchmark, BenchmarkCategory("Decode TYPES")]
    public ZprotoExample DecodeTypes() => Decode(_typesFrames);

    [Benchmark, BenchmarkCategory("Decode TYPES")]
    public int DecodeTypesAndReadStrings()
    {
        ZprotoExample types = Decode(_typesFrames);
        return types.ClientForename.Length + types.ClientSurname.Length + types.ClientMobile.Length + types.ClientEmail.Length
            + types.SupplierForename.Length + types.SupplierSurname.Length + types.SupplierMobile.Length + types.SupplierEmail.Length;
    }

    private int Write(IMessage message)
    {
        int size = message.CalculateSize();
        message.WriteTo(_peerBuffer.AsSpan(0, size));
        return size;
    }

    private int Encode(ZprotoExample message)
    {
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        return _frames.Count;
    }

    private ZprotoExample Decode(byte[][] frames)
    {
        var reader = new FrameReader(frames);
        return ZprotoExample.TryDecode(ref reader, _received, out _) ? _received : throw new InvalidOperationException("The frames are malformed.");
    }
}
