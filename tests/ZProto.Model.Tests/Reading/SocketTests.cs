using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

/// <summary>The further sockets of an engine.</summary>
public sealed class SocketTests
{
    [Theory]
    [InlineData("pub", EngineSocketType.Pub, false)]
    [InlineData("sub", EngineSocketType.Sub, true)]
    [InlineData("xpub", EngineSocketType.XPub, true)]
    [InlineData(" XSub ", EngineSocketType.XSub, true)]
    [InlineData("push", EngineSocketType.Push, false)]
    [InlineData("PULL", EngineSocketType.Pull, true)]
    [InlineData("dealer", EngineSocketType.Dealer, true)]
    [InlineData("router", EngineSocketType.Router, true)]
    public void A_socket_has_a_type_in_any_case(string type, EngineSocketType expected, bool receives)
    {
        SocketModel socket = Assert.Single(ReadServer($"<socket name='news' type='{type}'/>").Sockets);
        Assert.Equal((expected, receives), (socket.Type, socket.Receives));
    }

    [Fact]
    public void A_socket_has_a_name_a_protocol_in_both_spellings_and_a_description()
    {
        EquatableArray<SocketModel> sockets = ReadServer("<socket name='side door' type='pull' protocol_class='one'>Comes <b/>in</socket><socket name='b' type='push' proto='two'/><socket name='c' type='pub'/>").Sockets;
        Assert.Equal(["side door", "b", "c"], sockets.Select(socket => socket.Name.Text));
        Assert.Equal(["one", "two", null], sockets.Select(socket => socket.ProtocolClass?.Name.Text));
        Assert.Equal(["Comes\nin", "", ""], sockets.Select(socket => socket.Description));
    }

    [Theory]
    [InlineData("<socket name='a' type='0'/>")]
    [InlineData("<socket name='a' type='pub,sub'/>")]
    [InlineData("<socket name='a' type=''/>")]
    public void A_type_that_there_is_not_is_an_error_and_no_socket(string socket)
    {
        ModelResult result = Read(Server(socket));
        Assert.Equal("ZP0420", Assert.Single(result.Diagnostics).Rule.Id);
        Assert.Empty(((ServerModel)result.Readable!).Sockets);
    }

    private static string Server(string sockets) => $"<class name='s' script='server'><state name='a'/>{sockets}</class>";

    private static ServerModel ReadServer(string sockets) => (ServerModel)ReadValid(Server(sockets));
}
