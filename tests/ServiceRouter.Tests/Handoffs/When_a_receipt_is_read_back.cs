using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

public sealed class When_a_receipt_is_read_back
{
    private const string Signs = "23456789ACDEFHJKLMNPRTUVWXY";

    private static string Sealed() => new ReceiptSeal(Options.Create(new ReceiptsOptions { Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) })).New();

    [Fact]
    public void Any_case_spaces_and_dashes_are_understood()
    {
        var code = Sealed();
        var printed = ReceiptCode.Print(code);

        ReceiptCode.Parse(printed).Should().Be(code);
        ReceiptCode.Parse(printed.ToLowerInvariant().Replace('-', ' ')).Should().Be(code);
        ReceiptCode.Parse($"  {code} ").Should().Be(code);
    }

    [Fact]
    public void Every_single_wrong_sign_is_noticed()
    {
        var code = Sealed();
        for (var place = 0; place < code.Length; place++)
            foreach (var sign in Signs.Where(s => s != code[place]))
                ReceiptCode.Parse(code[..place] + sign + code[(place + 1)..]).Should().BeNull();
    }

    [Fact]
    public void Every_swap_of_two_neighbours_is_noticed()
    {
        for (var sample = 0; sample < 50; sample++)
        {
            var code = Sealed();
            for (var place = 0; place + 1 < code.Length; place++)
            {
                if (code[place] == code[place + 1]) continue;
                ReceiptCode.Parse($"{code[..place]}{code[place + 1]}{code[place]}{code[(place + 2)..]}").Should().BeNull();
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bonjour")]
    [InlineData("AAAA-BBB-CCC-DDDD")]
    [InlineData("'; drop table handoffs; --")]
    public void Anything_else_is_no_receipt(string? typed) => ReceiptCode.Parse(typed).Should().BeNull();
}
