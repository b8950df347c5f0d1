namespace ZProto.Transports.InProcess;

/// <summary>What carries messages and signals to the other end of a connection where that is not done at once: the network of a simulation.</summary>
/// <remarks>All ends and loops are of one thread.</remarks>
internal interface IInProcessCarrier
{
    /// <summary>A message is in an end's queue, and can be received from <see cref="InProcessPipe.Arrive"/> on.</summary>
    void CarryMessage(InProcessPipe end, IMultipartMessage message);

    /// <summary>The socket of an end is to hear of something, by <see cref="InProcessPipe.Deliver"/>, after what was carried there before.</summary>
    void CarrySignal(InProcessPipe end, InProcessSignals signals);

    /// <summary>A loop that waits has something to do; there is no thread to wake.</summary>
    void OnAwake(InProcessLoop loop);
}
