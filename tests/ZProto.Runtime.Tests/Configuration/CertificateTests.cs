using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Configuration;

/// <summary>Certificates as czmq's zcert writes them.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly string s_public = new('p', 40);
    private static readonly string s_secret = new('s', 40);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Both_keys_are_read_whatever_stands_beside_them()
    {
        string path = Write("both", $"#   ****  Generated on 2024-01-01 00:00:00 by CZMQ  ****\n#   ZeroMQ CURVE **Secret** Certificate\n\nmetadata\n    name = \"x\"\ncurve\n    public-key = \"{s_public}\"\n    secret-key = \"{s_secret}\"\n");
        Assert.Equal((s_public, s_secret), (Certificate.Load(path).PublicKey, Certificate.Load(path).SecretKey));
    }

    [Fact]
    public void The_secret_file_beside_the_public_one_is_read_in_its_place()
    {
        string path = Write("door", $"curve\n    public-key = \"{s_public}\"\n");
        Write("door_secret", $"curve\n    public-key = \"{s_public}\"\n    secret-key = \"{s_secret}\"\n");
        Assert.Equal(s_secret, Certificate.Load(path).SecretKey);
    }

    [Theory]
    [InlineData("metadata\n", "line 1: The certificate has no 'curve/public-key'.")]
    [InlineData("\ncurve\n    secret-key = x\n", "line 2: The certificate has no 'curve/public-key'.")]
    [InlineData("curve\n    public-key = P\n", "line 1: The certificate has no 'curve/secret-key'.")]
    [InlineData("curve\n    public-key = P\n    secret-key = Sx\n", "line 3: The value of 'secret-key' is no CURVE key: one is 40 characters of Z85.")]
    [InlineData("curve\n    public-key = P\n    secret-key = ~S\n", "line 3: The value of 'secret-key' is no CURVE key: one is 40 characters of Z85.")]
    [InlineData("curve\n  odd = 1\n", "line 2")]
    public void What_is_no_certificate_is_an_error_with_file_and_line_and_without_the_key(string text, string expected)
    {
        string path = Write("broken", text.Replace("~S", $"~{s_secret[1..]}", StringComparison.Ordinal).Replace("S", s_secret, StringComparison.Ordinal).Replace("P", s_public, StringComparison.Ordinal));
        string message = Assert.Throws<ZplException>(() => Certificate.Load(path)).Message;
        Assert.StartsWith($"{path}: {expected}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(s_secret[1..], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    public void It_is_known_whether_every_user_can_read_the_secret_key(UnixFileMode mode, bool isReadable)
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = Write("door", "");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(path, Certificate.SecretFile(path));
        string secret = Write("door_secret", "");
        File.SetUnixFileMode(secret, mode);
        Assert.Equal(secret, Certificate.SecretFile(path));
        Assert.Equal(isReadable, Certificate.IsReadableByAll(Certificate.SecretFile(path)));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
