using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

public sealed class When_a_receipt_proves_itself
{
    private const string Signs = "23456789ACDEFHJKLMNPRTUVWXY";
    private const int ProofFrom = 10;

    private readonly ReceiptSeal seal = With(Key(1));

    [Fact]
    public void A_node_with_the_same_key_knows_it_however_it_is_typed()
    {
        var receipt = ReceiptCode.Print(seal.New());

        With(Key(1)).IsOurs(receipt).Should().BeTrue();
        With(Key(1)).IsOurs(receipt.ToLowerInvariant().Replace('-', ' ')).Should().BeTrue();
    }

    [Fact]
    public void A_proof_under_another_key_is_worth_nothing()
    {
        var other = With(Key(2));
        Enumerable.Range(0, 200).Count(_ => seal.IsOurs(other.New())).Should().BeLessThan(3, "one in 19,683 passes by chance");
    }

    [Fact]
    public void Of_all_proofs_of_the_same_drawn_signs_one_is_right()
    {
        var code = seal.New();
        var right = (from a in Signs from b in Signs from c in Signs select code[..ProofFrom] + a + b + c)
            .SelectMany(start => Signs.Select(check => start + check)).Where(typed => ReceiptCode.Parse(typed) is not null)
            .Count(seal.IsOurs);

        right.Should().Be(1);
    }

    [Fact]
    public void A_former_key_still_proves_and_seals_no_more()
    {
        var (former, rotated) = (With(Key(1)), With(Key(2), former: $" {Key(3)}, {Key(1)}"));

        Enumerable.Range(0, 50).Should().OnlyContain(_ => rotated.IsOurs(former.New()));
        Enumerable.Range(0, 200).Count(_ => former.IsOurs(rotated.New())).Should().BeLessThan(3);
    }

    [Fact]
    public void What_is_no_receipt_is_not_ours() => new[] { null, "", "bonjour", "AAAA-BBB-CCC-DDDD" }.Should().NotContain(typed => seal.IsOurs(typed));

    [Theory]
    [InlineData("", "Receipts:Key is not set")]
    [InlineData("un mot de passe !", "is no base64")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", "has 16 bytes, and needs at least 32")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "is too regular to be random")]
    public void A_weak_key_is_refused_without_being_told(string key, string fault)
    {
        var refused = Check(new ReceiptsOptions { Key = key });

        refused.Should().ContainSingle().Which.Should().Contain(fault);
        if (key.Length > 0) refused.Single().Should().NotContain(key);
        if (key.Length > 0) Check(new ReceiptsOptions { Key = Key(1), FormerKeys = $"{Key(2)},{key}" }).Should().ContainSingle().Which.Should().Contain("Receipts:FormerKeys").And.Contain(fault);
    }

    [Fact]
    public void A_random_key_is_taken() => Check(new ReceiptsOptions { Key = Key(7) }).Should().BeEmpty();

    private static IEnumerable<string> Check(ReceiptsOptions options) => new ReceiptsOptionsValidator().Validate(null, options).Failures ?? [];

    private static ReceiptSeal With(string key, string former = "") => new(Options.Create(new ReceiptsOptions { Key = key, FormerKeys = former }));

    private static string Key(int number) => Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)(number * 31 + i * 7))]);
}
