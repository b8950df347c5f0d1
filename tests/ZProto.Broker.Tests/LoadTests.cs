using System.Buffers.Binary;
using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.Broker.Tests;

public sealed class LoadTests
{
    private const int Writers = 10;
    private const int MessagesOfEach = 10_000;
    private const int Subjects = 10;

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_hundred_clients_over_tcp_get_all_of_a_hundred_thousand_messages_that_match_in_order(string name)
    {
        ITransport transport = TcpTransports.Create(name);
        await using var broker = new BrokerServer { Options = { Transport = transport } };
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        await using var loop = new EventLoop(transport);
        await using var otherLoop = new EventLoop(transport);
        var clients = new List<BrokerClient>();
        try
        {
            for (int i = 0; i < 100; i++)
            {
                // A machine that is busy with all of them at once must not take its broker for lost.
                var client = new BrokerClient { Options = { Loop = i % 2 == 0 ? loop : otherLoop }, Patience = TimeSpan.FromMinutes(2) };
                clients.Add(await client.OpenAsync(endpoint, $"client {i}"));
            }
            broker.ClientTimeout = TimeSpan.FromMinutes(2);

            // Of ninety readers thirty read one subject of all writers, and sixty one subject of one writer.
            List<BrokerClient> readers = clients[Writers..];
            var wanted = new List<(int? Writer, int Subject)>();
            for (int i = 0; i < readers.Count; i++)
            {
                (int? Writer, int Subject) wants = (i < 30 ? null : i / Subjects % Writers, i % Subjects);
                wanted.Add(wants);
                await readers[i].ReadAsync("load", $@"^{(wants.Writer is { } writer ? $"{writer}" : @"\d")}\.{wants.Subject}$");
            }

            var deadline = new ProgressDeadline();
            Task<int>[] read = [.. readers.Select((reader, i) => Task.Run(() => ReadAsync(reader, wanted[i].Writer, wanted[i].Subject, deadline)))];
            await Task.WhenAll(clients[..Writers].Select((writer, i) => Task.Run(() => WriteAsync(writer, i))));
            // All have been written.
            Task<int[]> all = Task.WhenAll(read);
            await deadline.WaitAsync(all);
            int[] counts = await all;
            Assert.Equal(30 * 10_000 + 60 * 1_000, counts.Sum());
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private static async Task WriteAsync(BrokerClient writer, int number)
    {
        for (int i = 0; i < MessagesOfEach; i++)
        {
            byte[] content = new byte[2 * sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(content, number);
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(sizeof(int)), i);
            await writer.PublishAsync("load", $"{number}.{i % Subjects}", content);
        }
    }

    /// <summary>Reads all that a reader is to get, and looks whether it is the next of its writer each time.</summary>
    private static async Task<int> ReadAsync(BrokerClient reader, int? from, int subject, ProgressDeadline deadline)
    {
        int[] next = Enumerable.Repeat(subject, Writers).ToArray();
        int count = 0;
        int all = MessagesOfEach / Subjects * (from is null ? Writers : 1);
        await foreach (BrokerMsg message in reader.ReceiveAllAsync())
        {
            Assert.Equal(BrokerMsg.MessageId.Publication, message.Id);
            int writer = BinaryPrimitives.ReadInt32BigEndian(message.Content);
            Assert.True(from is null || from == writer);
            Assert.Equal(next[writer], BinaryPrimitives.ReadInt32BigEndian(message.Content[sizeof(int)..]));
            next[writer] += Subjects;
            deadline.Step();
            if (++count == all)
                break;
        }
        return count;
    }
}
