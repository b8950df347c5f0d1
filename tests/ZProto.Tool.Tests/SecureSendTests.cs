using ZProto.Tool.Tests.Harness;
using ZProto.Transports;

namespace ZProto.Tool.Tests;

/// <summary>How commands that connect authenticate themselves.</summary>
public sealed class SecureSendTests
{
    [Fact]
    public async Task A_server_that_asks_for_a_password_answers_who_has_it()
    {
        await using var server = new HelloServer { Options = { Transport = new SocketsTransport(), Socket = new SocketOptions { Security = SocketSecurity.Plain }, Authenticate = (request, _) => request.Password == "secret" ? AuthenticationResult.Admitted("ada") : AuthenticationResult.Refused } };
        string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
        Assert.Equal(["PING-OK", "  sequence = 3"], (await SendAsync(endpoint, "60", "--user", "ada", "--password", "secret")).Done().Lines);
        (await SendAsync(endpoint, "0.2", "--user", "ada", "--password", "guess")).Failed(4, $"no answer from {endpoint} within 0.2 s");
    }

    [Fact]
    public async Task A_server_with_CURVE_answers_who_knows_its_key()
    {
        CurveKeyPair keys = SocketsTransport.GenerateCurveKeyPair(), own = SocketsTransport.GenerateCurveKeyPair();
        await using var server = new HelloServer { Options = { Transport = new SocketsTransport(), Socket = new SocketOptions { Security = SocketSecurity.Curve(keys) }, Authenticate = (request, _) => request.PublicKey == own.PublicKey ? AuthenticationResult.Admitted("ada") : AuthenticationResult.Refused } };
        string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
        Assert.Equal(["PING-OK", "  sequence = 3"], (await SendAsync(endpoint, "60", "--curve-server-key", keys.PublicKey, "--curve-public-key", own.PublicKey, "--curve-secret-key", own.SecretKey)).Done().Lines);
        (await SendAsync(endpoint, "0.2", "--curve-server-key", keys.PublicKey)).Failed(4, $"no answer from {endpoint} within 0.2 s");
    }

    [Theory]
    [InlineData("--user and --password go together", "--user", "ada")]
    [InlineData("--curve-public-key and --curve-secret-key go together", "--curve-public-key", "x")]
    [InlineData("--curve-public-key needs --curve-server-key", "--curve-public-key", "x", "--curve-secret-key", "y")]
    [InlineData("a server asks for a password or for CURVE, not both", "--user", "ada", "--password", "x", "--curve-server-key", "y")]
    public async Task Options_that_do_not_go_together_are_refused(string error, params string[] options)
        => (await SendAsync("tcp://127.0.0.1:1", "0.1", options)).Failed(2, error);

    [Fact]
    public async Task A_key_that_is_none_is_refused()
    {
        ToolRun run = await SendAsync("tcp://127.0.0.1:1", "0.1", "--curve-server-key", "short");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Z85", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transport_without_the_mechanism_says_so()
    {
        ToolRun run = await SendAsync("inproc://x", "0.1", "--transport", "inproc", "--user", "ada", "--password", "x");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("in-process", run.Error, StringComparison.Ordinal);
    }

    private static Task<ToolRun> SendAsync(string endpoint, string wait, params string[] options)
        => ToolRun.RunAsync(["send", Files.HelloServer, "PING", "sequence=3", "--to", endpoint, "--wait", wait, .. options]);
}
