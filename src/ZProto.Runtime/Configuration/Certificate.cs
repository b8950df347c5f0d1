using ZProto.Codec;
using ZProto.Transports;

namespace ZProto.Configuration;

/// <summary>A pair of CURVE keys in a file, as czmq's <c>zcert</c> writes it: ZPL with a section <c>curve</c>.</summary>
/// <remarks>Source: the manual of zcert. It puts both keys into a file whose name ends in <c>_secret</c>, and the public one alone into the file named.</remarks>
internal static class Certificate
{
    private const int KeyLength = 40;
    private const string KeyCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>The file with the secret key: the secret one where there is one.</summary>
    public static string SecretFile(string path)
    {
        string secret = $"{path}_secret";
        return File.Exists(secret) ? secret : path;
    }

    /// <summary>Whether every user of the machine can read a file. What Windows says of that is not looked at.</summary>
    public static bool IsReadableByAll(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & UnixFileMode.OtherRead) != 0;

    /// <summary>Reads both keys, from the secret file where there is one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ZplException">It is no certificate, or has no secret key; the message names file and line, and never the key.</exception>
    public static CurveKeyPair Load(string path)
    {
        string file = SecretFile(path);
        ZplNode tree = ZplNode.Load(file);
        return new CurveKeyPair(Key("public-key"), Key("secret-key"));

        string Key(string name)
        {
            ZplNode? node = tree.Find($"curve/{name}");
            if (node?.Value is not { } key)
                throw new ZplException(new ZplError(node?.Line ?? tree.Find("curve")?.Line ?? 1, 0, $"The certificate has no 'curve/{name}'."), file);
            if (key.Length != KeyLength || key.AsSpan().ContainsAnyExcept(KeyCharacters))
                throw new ZplException(new ZplError(node.Line, 0, $"The value of '{name}' is no CURVE key: one is {KeyLength} characters of Z85."), file);
            return key;
        }
    }
}
