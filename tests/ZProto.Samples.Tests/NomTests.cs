using Nom;
using ZProto.Testing;

namespace ZProto.Samples.Tests;

public sealed class NomTests
{
    [Fact]
    public Task The_server_passes_its_selftest() => SelfTest.RunAsync(new NomServer());

    [Fact]
    public Task The_secure_server_passes_its_selftest() => SelfTest.RunAsync(new SecureNomServer());

    [Fact]
    public void The_messages_pass_theirs() => SelfTest.Run<NomMsg>();

    [Theory]
    [InlineData("")]
    [InlineData("--transport inproc")]
    [InlineData("--transport sockets")]
    public async Task The_program_shows_both(string arguments)
    {
        using var nom = new SampleProcess("Nom", arguments);
        string[] lines = await nom.ReadToEndAsync();
        Assert.Equal(0, nom.ExitCode);
        Assert.Equal(
            ["C: OHAI identity='Joe'", "S: OHAI-OK", "C: ICANHAZ", "S: CHEEZBURGER", "C: HUGZ", "S: HUGZ-OK", "S: HUGZ"],
            lines.SkipWhile(line => line != "C: OHAI identity='Joe'").Take(7));
        // The right password is the one thing that the secure server's selftest cannot send.
        Assert.Equal(["S: OHAI-OK", "C: ICANHAZ", "S: CHEEZBURGER"], lines[^3..]);
    }

    [Fact]
    public async Task Arguments_that_are_not_understood_are_told_what_they_can_be()
    {
        using var nom = new SampleProcess("Nom", "--transport pigeon");
        Assert.Equal(["Usage: Nom [--transport inproc | sockets]"], await nom.ReadErrorsAsync());
        Assert.Equal(2, nom.ExitCode);
    }
}
