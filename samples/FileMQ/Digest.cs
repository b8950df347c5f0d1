using System.Security.Cryptography;

namespace FileMQ;

/// <summary>SHA-1, as the protocol writes it.</summary>
internal static class Digest
{
    private const int BufferSize = 65_536;

    /// <summary>The digest of the first bytes of a file, in hexadecimal digits; of all of them where there are no more.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Compute(string path, long length = long.MaxValue)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        byte[] buffer = new byte[BufferSize];
        while (length > 0 && file.Read(buffer, 0, (int)Math.Min(length, BufferSize)) is > 0 and int read)
        {
            sum.AppendData(buffer, 0, read);
            length -= read;
        }
        return Convert.ToHexString(sum.GetHashAndReset());
    }
}
