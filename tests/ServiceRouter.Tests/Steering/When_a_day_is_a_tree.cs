using System.Security.Cryptography;
using System.Text;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Tests.Steering;

public sealed class When_a_day_is_a_tree
{
    [Fact]
    public void The_roots_are_those_of_RFC_6962()
    {
        // The test vectors of the reference implementation of Certificate Transparency (merkletree_test): the first inputs and roots.
        byte[][] inputs = [[], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43]];
        string[] roots =
        [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        ];

        for (var count = 0; count < roots.Length; count++)
            Convert.ToHexStringLower(new MerkleTree([.. inputs.Take(count).Select(MerkleTree.Leaf)]).Root()).Should().Be(roots[count], $"of {count} leaves");
    }

    [Fact]
    public void Every_leaf_of_every_size_is_proved_by_its_own_path_only()
    {
        for (var count = 1; count <= 33; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(i => MerkleTree.Leaf(Encoding.UTF8.GetBytes($"leaf {i}"))).ToList();
            var tree = new MerkleTree(leaves);
            for (var place = 0; place < count; place++)
            {
                var proof = tree.Proof(place);
                MerkleTree.RootOf(leaves[place], place, count, proof).Should().Equal(tree.Root());
                if (count > 1) MerkleTree.RootOf(leaves[(place + 1) % count], place, count, proof).Should().NotEqual(tree.Root());
                MerkleTree.RootOf(leaves[place], place, count, [.. proof, leaves[0]]).Should().BeNull();
            }
        }
    }

    [Fact]
    public void A_node_cannot_be_shown_as_a_leaf()
    {
        var leaves = Enumerable.Range(0, 4).Select(i => MerkleTree.Leaf([(byte)i])).ToList();
        var tree = new MerkleTree(leaves);
        var pair = MerkleTree.Leaf([.. leaves[0], .. leaves[1]]);

        MerkleTree.RootOf(pair, 0, 2, [tree.Proof(0)[^1]]).Should().NotEqual(tree.Root());
        SHA256.HashData([1, .. leaves[0], .. leaves[1]]).Should().Equal(tree.Proof(2)[^1], "that is the node it would have to be");
    }
}
