using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Channels.Sms;

public sealed class When_a_text_is_written_short
{
    [Theory]
    [InlineData("Être prêt à l’heure…", "Etre pret à l'heure...")]
    [InlineData("« Mon œuvre » – ça", "\"Mon oeuvre\" - ca")]
    [InlineData("déjà reçu où dès Ça £€", "déjà recu où dès Ça £€")]
    [InlineData("مستشار", "مستشار")]
    [InlineData("Merci 😊, à bientôt", "Merci 😊, à bientot")]
    [InlineData("ok 👍🏽", "ok 👍🏽")]
    [InlineData("𝐁onjour", "𝐁onjour")]
    [InlineData("5 ≠ 6 \uffff", "5 ≠ 6 \uffff")]
    public void Its_signs_are_those_of_text_messages(string text, string folded) => GsmText.Fold(text).Should().Be(folded);

    [Theory]
    [InlineData(160, "a", 1)]
    [InlineData(161, "a", 2)]
    [InlineData(306, "é", 2)]
    [InlineData(307, "é", 3)]
    [InlineData(80, "€", 1)]
    [InlineData(81, "€", 2)]
    [InlineData(70, "م", 1)]
    [InlineData(71, "م", 2)]
    [InlineData(0, "a", 0)]
    public void Its_parts_are_counted_as_they_are_paid(int times, string sign, int parts) => GsmText.Parts(string.Concat(Enumerable.Repeat(sign, times))).Should().Be(parts);

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void A_receipt_is_one_part_with_the_accents_that_cost_nothing(string language)
    {
        var text = Texts.Say("ReceiptBySms", language, ReceiptCode.Print(ReceiptCode.New(_ => 0)));

        GsmText.Fold(text).Should().Be(text);
        GsmText.Parts(text).Should().Be(1);
        if (language == "fr") text.Should().Contain("enregistrée").And.Contain("Récépissé").And.Contain("où elle en est");
    }

    [Theory]
    [InlineData("01 99 00 00 00")]
    [InlineData(null)]
    public void What_follows_an_attempt_says_only_what_is_true_however_it_was_tried(string? service)
    {
        var text = TextAfterAttempt.Words("mercredi 30 septembre à 10 h 30", service, "fr");

        text.Should().StartWith("France services a essayé de vous joindre").And.NotContain("appelé").And.Contain(service ?? "CONSEILLER");
        GsmText.Parts(text).Should().Be(1);
    }

    [Fact]
    public void Choices_have_the_number_to_send_and_no_address_is_left()
    {
        var said = new ActivityView(1, default, Author.Assistant, null, "Voir le site (https://www.ants.gouv.fr).\nQue voulez-vous ?", true, new ActivityDetails { Choices = [new("oui", "Oui", "1"), new("non", "Non", "2")] });

        WrittenShort.Of([said], "fr").Should().Equal(new ShortMessage("Voir le site.\nQue voulez-vous ?\n1 : Oui\n2 : Non", 1));
    }

    [Fact]
    public void What_a_counsellor_wrote_is_sent_as_it_was_written()
    {
        var said = new ActivityView(1, default, Author.Counsellor, "Nadia Bertholet", "Faites la demande ici : https://www.ants.gouv.fr/x puis rappelez-moi.", false, null);

        WrittenShort.Of([said], "fr").Should().Equal(new ShortMessage("Nadia Bertholet : Faites la demande ici : https://www.ants.gouv.fr/x puis rappelez-moi.", 1));
    }

    [Fact]
    public void A_long_text_is_cut_between_lines()
    {
        var lines = Enumerable.Range(0, 40).Select(number => $"{number} {new string('a', 50)}").ToList();

        var messages = WrittenShort.Of([new ActivityView(1, default, Author.Counsellor, "Nadia", string.Join('\n', lines), false, null)], "fr");

        messages.Should().HaveCountGreaterThan(1).And.OnlyContain(message => GsmText.Parts(message.Text) <= 6);
        string.Join('\n', messages.Select(message => message.Text)).Should().StartWith("Nadia : 0 a").And.EndWith(lines[^1]);
    }

    // Not as data of a theory: an attribute is kept as UTF-8, which has no such half either.
    [Fact]
    public void Half_a_sign_stops_nothing() => GsmText.Fold("moitié \ud83d seule, \ude0a aussi, \ufffe").Should().Be("moitié \ufffd seule, \ufffd aussi, \ufffe");

    [Fact]
    public void It_is_never_cut_through_a_sign()
    {
        var written = $"{new string('a', 6 * 153 - 1)}{string.Concat(Enumerable.Repeat("😊", 600))}";

        var messages = WrittenShort.Of([new ActivityView(1, default, Author.Counsellor, null, written, false, null)], "fr");

        messages.Should().HaveCountGreaterThan(2).And.OnlyContain(message => !message.Text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar));
        string.Concat(messages.Select(message => message.Text)).Should().Be(written);
    }

    [Fact]
    public void A_message_knows_which_activities_it_ends()
    {
        ActivityView Says(int number, int letters) => new(number, default, Author.Counsellor, null, new string('a', letters), false, null);

        var messages = WrittenShort.Of([Says(3, 500), Says(5, 300), Says(6, 500), Says(7, 1_500)], "fr");

        messages.Select(message => message.WholeUpTo).Should().Equal(5, 6, 6, 7);
    }

    [Theory]
    [InlineData(4, 7, 4)]
    [InlineData(3, 6, 2)] // the third begins what it does not end
    [InlineData(2, 6, 2)]
    [InlineData(1, 5, 1)]
    public void No_more_is_written_than_so_many_messages_say_to_its_end(int most, int upTo, int messages)
    {
        ActivityView Says(int number, int letters) => new(number, default, Author.Counsellor, null, new string('a', letters), false, null);

        var written = WrittenShort.AtMost([Says(3, 500), Says(5, 300), Says(6, 500), Says(7, 1_500)], "fr", most);

        (written.UpTo, written.Messages.Count).Should().Be((upTo, messages));
        written.Messages[^1].WholeUpTo.Should().Be(upTo);
    }

    [Fact]
    public void What_is_longer_is_written_alone_and_to_its_end()
    {
        ActivityView Says(int number, int letters) => new(number, default, Author.Counsellor, null, new string('a', letters), false, null);

        var written = WrittenShort.AtMost([Says(3, 4_000), Says(5, 300)], "fr", most: 2);

        (written.UpTo, written.Messages.Count).Should().Be((3, 5));
    }

    [Theory]
    [InlineData("Stop.", "Stop")]
    [InlineData("arrêt", "Stop")]
    [InlineData(" AIDE ", "Help")]
    [InlineData("reprise", "Start")]
    [InlineData("STOP 🙂", "Stop")]
    [InlineData("🙏🏽 aide ?", "Help")]
    [InlineData("🙂", "None")]
    [InlineData("", "None")]
    [InlineData("stop à la pollution", "None")]
    [InlineData("Retirer !", "Withdraw")]
    [InlineData("annuler ma demande", "Withdraw")]
    [InlineData("Retirer k7pr 2xw 9ad fm47", "Withdraw")]
    [InlineData("RETIRER K7PR-2XW-9AD-FM4", "Withdraw")]
    [InlineData("Retirer CHANTEMERLENAX", "Withdraw")] // a receipt of letters alone, one in 137
    [InlineData("RETIRER:\nK7PR-2XW-9AD-FM4", "Withdraw")]
    [InlineData("retirer 50 euros à la poste", "None")]
    [InlineData("annuler mon rendez-vous", "None")]
    [InlineData("j'ai besoin d'aide", "None")]
    public void Words_of_the_line_stand_alone(string text, string word) => SmsWords.Of(text).ToString().Should().Be(word);
}
