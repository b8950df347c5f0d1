using System.Buffers.Binary;
using ZProto.Engines.Execution;

namespace ZProto.Engines.Client;

/// <summary>The values by which replies find their calls.</summary>
/// <param name="largest">The largest value; 0 where the model pairs replies with calls by none.</param>
internal sealed class CorrelationSource(UInt128 largest)
{
    private UInt128 _last;
    private bool _isSecondRound;

    /// <summary>A value for the messages of a call, which no open call has; 0 if all are taken.</summary>
    public UInt128 Next(List<ClientCall> open)
    {
        // As wide as a uuid.
        if (largest == UInt128.MaxValue)
            return BinaryPrimitives.ReadUInt128BigEndian(Platform.NewGuid().ToByteArray(bigEndian: true));
        if ((UInt128)(uint)open.Count >= largest && (UInt128)(uint)open.Count(call => call.Correlation != UInt128.Zero) >= largest)
            return UInt128.Zero;
        do
        {
            _isSecondRound |= _last == largest;
            _last = _last == largest ? UInt128.One : _last + 1;
        }
        while (_isSecondRound && open.Exists(call => call.Correlation == _last));
        return _last;
    }
}
