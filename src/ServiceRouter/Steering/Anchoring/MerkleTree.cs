using System.Security.Cryptography;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// The Merkle tree of RFC 6962, section 2.1, with SHA-256: a leaf's hash begins with the byte 0, a node's with 1, so that no node can be shown as
/// a leaf. Every implementation of Certificate Transparency can check its proofs. Pure.
/// </summary>
public sealed class MerkleTree(IReadOnlyList<byte[]> leaves)
{
    // Parts of the tree that several proofs need; a day's proofs cost one pass over its leaves.
    private readonly Dictionary<(int From, int Count), byte[]> parts = [];

    public int Count => leaves.Count;

    /// <summary>Of the empty tree: the hash of nothing.</summary>
    public byte[] Root() => leaves.Count == 0 ? SHA256.HashData([]) : Part(0, leaves.Count);

    /// <summary>The hashes that lead from a leaf to the root, from below.</summary>
    public IReadOnlyList<byte[]> Proof(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, leaves.Count);
        var path = new List<byte[]>();
        var (from, count) = (0, leaves.Count);
        while (count > 1)
        {
            var left = LeftOf(count);
            if (place - from < left)
            {
                path.Add(Part(from + left, count - left));
                count = left;
            }
            else
            {
                path.Add(Part(from, left));
                (from, count) = (from + left, count - left);
            }
        }
        path.Reverse();
        return path;
    }

    public static byte[] Leaf(byte[] content) => SHA256.HashData([0, .. content]);

    /// <summary>The root that a leaf, its place and its proof give; null when the proof has the wrong length (RFC 9162, section 2.1.3.2).</summary>
    public static byte[]? RootOf(byte[] leaf, int place, int count, IReadOnlyList<byte[]> proof)
    {
        if (place < 0 || place >= count) return null;
        var (node, last, root) = (place, count - 1, leaf);
        foreach (var hash in proof)
        {
            if (last == 0) return null;
            if ((node & 1) == 1 || node == last)
            {
                root = Node(hash, root);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                root = Node(root, hash);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 ? root : null;
    }

    private byte[] Part(int from, int count)
    {
        if (count == 1) return leaves[from];
        if (parts.TryGetValue((from, count), out var known)) return known;
        var left = LeftOf(count);
        return parts[(from, count)] = Node(Part(from, left), Part(from + left, count - left));
    }

    // The largest power of two below the count.
    private static int LeftOf(int count) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count) / 2;

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
