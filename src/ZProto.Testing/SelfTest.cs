using System.Security.Cryptography;
using ZProto.Codec;
using ZProto.Configuration;

namespace ZProto.Testing;

/// <summary>Runs the tests that models contain: in one line, in any test framework.</summary>
public static class SelfTest
{
    /// <summary>
    /// Runs the dialogue of a server model's <c>&lt;selftest&gt;</c> with a server, in this process, with a fake clock:
    /// a step that only receives advances it until the message comes.
    /// </summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <param name="server">A server that has not started. Its transport and clock are set here, and it ends with the test.</param>
    /// <exception cref="ArgumentNullException"><paramref name="server"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The server has started, or shares a loop.</exception>
    /// <exception cref="SelfTestException">A step failed, or there is none.</exception>
    public static async Task RunAsync<TMessage, TClient>(ServerEngine<TMessage, TClient> server)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
    {
        ArgumentNullException.ThrowIfNull(server);
        await using (server.ConfigureAwait(false))
        {
            using var dialogue = new Dialogue<TMessage, TClient>(server);
            await dialogue.RunAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Checks every message of a protocol with the values of the model's <c>&lt;test&gt;</c>: its first frame has the model's
    /// <c>digest</c>, and its frames and its ZPL convert back to the same message.
    /// </summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <exception cref="SelfTestException">A message failed, or the model has neither test values nor digests.</exception>
    public static void Run<TMessage>()
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        IReadOnlyList<MessageTestCase<TMessage>> tests = TMessage.TestMessages();
        if (tests.Count == 0)
            throw new SelfTestException($"The model of {typeof(TMessage).Name} has neither <test> values nor digests.");
        foreach (MessageTestCase<TMessage> test in tests)
        {
            try
            {
                if (Complaint(test) is { } complaint)
                    throw new SelfTestException($"{test.Location}: {complaint}\nThe message is {test.Message}");
            }
            catch (Exception exception) when (exception is MessageEncodeException or ZplException)
            {
                throw new SelfTestException($"{test.Location}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>What is wrong with a message, or null.</summary>
    private static string? Complaint<TMessage>(MessageTestCase<TMessage> test)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        TMessage message = test.Message;
        byte[][] frames = message.ToFrames();
        // The digest is the wire format's fingerprint: it protects nothing.
#pragma warning disable CA5350
        string digest = Convert.ToHexString(SHA1.HashData(frames[0]));
#pragma warning restore CA5350
        if (test.Digest is not null && !digest.Equals(test.Digest, StringComparison.OrdinalIgnoreCase))
            return $"the digest of {message.Command} is expected to be {test.Digest}, and its first frame with the test values has {digest}";

        // One that looks like another is told by who sent it.
        var decoded = new TMessage();
        MessageRole sender = Array.Find(Enum.GetValues<MessageRole>(), sender => decoded.TryReadFrames(frames, sender, out _) && decoded.Command == message.Command);
        if (!decoded.TryReadFrames(frames, sender, out DecodeError error))
            return $"{message.Command} cannot be decoded: {error}";
        if (!decoded.ContentEquals(message) || !SameFrames(decoded.ToFrames(), frames))
            return $"{message.Command} is expected to come back from its frames as it was, and is {decoded}";
        TMessage read = TMessage.FromZpl(message.ToZpl());
        return read.ContentEquals(message)
            ? null
            : $"{message.Command} is expected to come back from its ZPL as it was, and is {read}";
    }

    private static bool SameFrames(byte[][] frames, byte[][] others)
        => frames.Length == others.Length && frames.Zip(others).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
