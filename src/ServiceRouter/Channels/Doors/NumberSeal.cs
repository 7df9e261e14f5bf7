using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Closes the number of a wished call-back before an asking goes to the broker or to a disk, and opens it again at the database: brokers keep what they carried in files of their
/// own long after it was taken, where no retention of ours erases it (docs/adr/0076). AES-256-GCM under a key made of <see cref="ReceiptsOptions.Key"/> (HKDF with
/// SHA-256, RFC 5869), bound to the asking: cut from one and put into another it does not open.
/// </summary>
public sealed class NumberSeal
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // So that no key ever serves two purposes.
    private static readonly byte[] Purpose = "service-router call-back number 1"u8.ToArray();

    private readonly bool closes;

    // The first closes; the others open what was closed before the key was changed.
    private readonly byte[][] keys;

    public NumberSeal(IOptions<ReceiptsOptions> receipts, IOptions<DoorsOptions> doors)
    {
        closes = doors.Value.SealNumbers;
        keys = [.. new[] { receipts.Value.Key }.Concat(receipts.Value.FormerKeyList).Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(key), KeyBytes, info: Purpose))];
    }

    /// <summary>As it may travel.</summary>
    public HandoffAsked Close(HandoffAsked asked) =>
        closes && asked.CallBackNumber is { } number ? asked with { CallBackNumber = null, SealedNumber = Close(number, asked.HandoffId) } : asked;

    /// <summary>As it was asked. One that never had a number, or that a node from before this seal has sent, stays as it is.</summary>
    /// <exception cref="CryptographicException">None of our keys opens it.</exception>
    public HandoffAsked Open(HandoffAsked asked) =>
        asked.SealedNumber is not { } closed ? asked
        : asked with { SealedNumber = null, CallBackNumber = TryOpen(closed, asked.HandoffId) ?? throw new CryptographicException("No key of this service opens the number to call back") };

    /// <summary>The number; null when it was not closed with one of our keys for this asking, or is damaged.</summary>
    public string? TryOpen(string closed, Guid handoffId)
    {
        var bytes = new byte[closed.Length];
        if (!Convert.TryFromBase64String(closed, bytes, out var length) || length <= NonceBytes + TagBytes) return null;
        var words = bytes.AsSpan(NonceBytes, length - NonceBytes - TagBytes);
        var opened = new byte[words.Length];
        foreach (var key in keys)
        {
            using var aes = new AesGcm(key, TagBytes);
            try
            {
                aes.Decrypt(bytes.AsSpan(0, NonceBytes), words, bytes.AsSpan(length - TagBytes, TagBytes), opened, handoffId.ToByteArray());
                return Encoding.UTF8.GetString(opened);
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another key may be the right one.
            }
        }
        return null;
    }

    private string Close(string number, Guid handoffId)
    {
        var words = Encoding.UTF8.GetBytes(number);
        var closed = new byte[NonceBytes + words.Length + TagBytes];
        RandomNumberGenerator.Fill(closed.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(keys[0], TagBytes);
        aes.Encrypt(closed.AsSpan(0, NonceBytes), words, closed.AsSpan(NonceBytes, words.Length), closed.AsSpan(NonceBytes + words.Length), handoffId.ToByteArray());
        return Convert.ToBase64String(closed);
    }
}
