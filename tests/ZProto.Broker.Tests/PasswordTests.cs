using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;

namespace ZProto.Broker.Tests;

/// <summary>A broker that asks for passwords, over TCP.</summary>
public sealed class PasswordTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task Users_with_their_passwords_take_part_and_others_are_not_admitted(string name)
    {
        ITransport transport = TcpTransports.Create(name);
        await using BrokerServer broker = NewBroker(transport, "ada=countess", "bob=x=y ");
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        foreach ((string address, string? password) in ((string, string?)[])[("ada", "wrong"), ("ada", ""), ("ada", null), ("eve", "countess")])
        {
            var log = new RecordingLogger();
            await using BrokerClient refused = NewClient(transport, password, log);
            Task<BrokerClient> open = refused.OpenAsync(endpoint, address);
            await log.WaitForAsync("did not admit the client");
            Assert.False(open.IsCompletedSuccessfully);
            await refused.DisposeAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => open);
        }
        await using BrokerClient ada = await NewClient(transport, "countess").OpenAsync(endpoint, "ada");
        await using BrokerClient bob = await NewClient(transport, "x=y ").OpenAsync(endpoint, "bob");
        await ada.MailToAsync("bob", "hello");
        Assert.Equal("hello", await bob.NextTextAsync());
        Assert.Equal(2, await broker.InvokeAsync(() => broker.GetClients().Count));
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_user_takes_no_address_of_another(string name)
    {
        ITransport transport = TcpTransports.Create(name);
        await using BrokerServer broker = NewBroker(transport, "ada=countess", "bob=x");
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        using RawSocket thief = RawSocket.Dealer(transport, endpoint, new SocketSecurity.PlainClient("ada", "countess"));
        thief.Send(BrokerMsg.CreateOpen("bob", Guid.NewGuid(), 1, 1, null, null));
        BrokerMsg refused = await thief.ReceiveAsync();
        Assert.Equal((BrokerMsg.MessageId.OpenRefused, "A user's address is the user's name."), (refused.Id, refused.Reason));
        await using BrokerClient bob = await NewClient(transport, "x").OpenAsync(endpoint, "bob");
    }

    [Fact]
    public void A_broker_that_cannot_ask_is_not_started()
    {
        File.WriteAllText(_file, "ada=countess");
        Assert.False(Arguments.TryRead(["broker", "--transport", "inproc", "--users", _file], out _));
        Assert.False(Arguments.TryRead(["broker", "--transport", "sockets", "--users", $"{_file}.missing"], out _));
        Assert.False(Arguments.TryRead(["demo", "--transport", "sockets", "--users", _file], out _));
        Assert.True(Arguments.TryRead(["broker", "--transport", "sockets", "--users", _file], out Arguments? arguments));
        Assert.NotNull(arguments.Users);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("=countess")]
    [InlineData("")]
    [InlineData("bob=1")]
    public void A_line_that_is_not_one_more_user_is_told(string line)
    {
        File.WriteAllLines(_file, ["bob=x", line]);
        Assert.Equal($"{_file}, line 2: this is not 'name=password' of one more user.", Assert.Throws<FormatException>(() => Users.Load(_file)).Message);
    }

    private static BrokerClient NewClient(ITransport transport, string? password, RecordingLogger? log = null)
        => new() { Options = { Transport = transport, LoggerFactory = log, DisposeTimeout = TimeSpan.Zero }, Password = password };

    private BrokerServer NewBroker(ITransport transport, params string[] users)
    {
        File.WriteAllLines(_file, users);
        var broker = new BrokerServer { Options = { Transport = transport } };
        Users.Load(_file).Guard(broker.Options);
        return broker;
    }
}
