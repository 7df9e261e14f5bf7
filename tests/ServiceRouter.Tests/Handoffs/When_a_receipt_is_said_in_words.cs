using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

public sealed class When_a_receipt_is_said_in_words
{
    private static readonly Dictionary<char, string> Digits = new()
    {
        ['2'] = "deux", ['3'] = "trois", ['4'] = "quatre", ['5'] = "cinq", ['6'] = "six", ['7'] = "sept", ['8'] = "huit", ['9'] = "neuf",
    };

    private static readonly ReceiptSeal Seal = new(Options.Create(new ReceiptsOptions { Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }));

    [Fact]
    public void It_is_found_among_other_words_however_it_is_written()
    {
        for (var sample = 0; sample < 200; sample++)
        {
            var code = Seal.New();
            var printed = ReceiptCode.Print(code);

            foreach (var said in (string[])[printed, printed.ToLowerInvariant(), code, $"Bonjour, mon récépissé est {printed}, merci", $"où en est ma demande {printed.Replace('-', ' ')} ?", string.Join(' ', code.ToCharArray())])
                ReceiptInWords.In(said).Should().Contain(code, said);
        }
    }

    [Fact]
    public void It_is_found_as_the_telephone_spells_it_and_as_people_say_it_back()
    {
        for (var sample = 0; sample < 200; sample++)
        {
            var code = Seal.New();
            var spelt = ReadAloud.Spell(ReceiptCode.Print(code), "fr");
            var inWords = string.Join(' ', code.Select(sign => Digits.GetValueOrDefault(sign, SpellingNames.Of(sign, "fr"))));
            var letters = string.Join(", ", code.Select(sign => sign switch { 'W' => "double v", 'Y' => "i grec", 'K' => "ka", 'L' => "elle", _ => sign.ToString() }));

            foreach (var said in (string[])[spelt, inWords, $"c'est {letters}", $"le code c'est {inWords} voilà"]) ReceiptInWords.In(said).Should().Contain(code, said);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("comment renouveler ma carte d'identité")]
    [InlineData("K7PR-2XW-9AD-FM4")]
    [InlineData("mon numéro est le 06 12 34 56 78")]
    public void Other_words_are_none(string? said) => ReceiptInWords.In(said).Should().BeEmpty();

    [Fact]
    public void One_wrong_sign_makes_it_none()
    {
        var code = Seal.New();
        var wrong = (code[3] == '7' ? '8' : '7') + code[4..];

        ReceiptInWords.In(ReceiptCode.Print(code[..3] + wrong)).Should().BeEmpty();
    }

    [Fact]
    public void What_two_in_a_row_make_between_them_comes_after_both()
    {
        for (var (sample, between) = (0, 0); between < 20; sample++)
        {
            sample.Should().BeLessThan(10_000, "one in 27 pieces of fourteen signs passes the check");
            var (first, second) = (Seal.New(), Seal.New());
            var said = ReceiptInWords.In($"{ReceiptCode.Print(first)}, {ReceiptCode.Print(second)}").ToList();

            said.Take(2).Should().Equal(first, second);
            if (said.Count > 2) between++;
        }
    }
}
