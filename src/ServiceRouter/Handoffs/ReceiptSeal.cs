using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Handoffs;

/// <summary>
/// Makes receipts, and knows ours again: three of their signs are computed from the others with a key that all nodes share. So any node can tell
/// that a request is recorded before its row has reached the database. The seal says that we made the code, nothing else: it opens nothing.
/// </summary>
public sealed class ReceiptSeal
{
    // So that the key can never be made to answer for another purpose.
    private static readonly byte[] Purpose = "service-router receipt 1 "u8.ToArray();
    private static readonly byte[] PurposeOfFingerprint = "service-router name of a receipt key 1"u8.ToArray();
    private const int FingerprintBytes = 4;

    private readonly byte[] key;
    private readonly IReadOnlyList<byte[]> keys;

    public ReceiptSeal(IOptions<ReceiptsOptions> options)
    {
        key = Convert.FromBase64String(options.Value.Key);
        keys = [key, .. options.Value.FormerKeyList.Select(Convert.FromBase64String)];
    }

    /// <summary>Of the key that seals: so that two nodes can be compared, and nobody learns a key.</summary>
    internal string Fingerprint => FingerprintOf(key);

    /// <summary>Of all keys that prove, the one that seals first.</summary>
    internal IEnumerable<string> Fingerprints => keys.Select(FingerprintOf);

    /// <summary>A new code without dashes.</summary>
    public string New() => ReceiptCode.New(random => Number(key, random));

    /// <summary>Whether one of our keys made it. A code that nobody made passes once in 19,683.</summary>
    /// <param name="receipt">As it was typed or said.</param>
    public bool IsOurs(string? receipt)
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return false;
        var (random, proof) = (ReceiptCode.RandomPart(code), ReceiptCode.ProofPart(code));
        var ours = false;
        // All keys and all signs: the time of the answer must not tell how much was right.
        foreach (var one in keys)
            ours |= CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(ReceiptCode.ProofOf(Number(one, random)).AsSpan()), MemoryMarshal.AsBytes(proof.AsSpan()));
        return ours;
    }

    private static string FingerprintOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, PurposeOfFingerprint).AsSpan(0, FingerprintBytes));

    private static ulong Number(byte[] key, string random)
    {
        byte[] text = [.. Purpose, .. Encoding.ASCII.GetBytes(random)];
        return BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, text));
    }
}
