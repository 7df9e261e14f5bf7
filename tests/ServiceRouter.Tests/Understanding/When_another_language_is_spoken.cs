using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>The plainest asks and cries of other languages; procedures are explained in French, English and Arabic only.</summary>
public sealed class When_another_language_is_spoken(LearntListener learnt) : IClassFixture<LearntListener>
{
    [Theory]
    [InlineData("mwen vlé palé épi on moun")]
    [InlineData("mi veu koz ek in moun")]
    [InlineData("mi vé parle avec un moun pas une machine la")]
    [InlineData("quiero hablar con una persona")]
    [InlineData("necesito hablar con alguien por favor")]
    [InlineData("¿puedo hablar con un agente?")]
    [InlineData("quero falar com uma pessoa")]
    [InlineData("posso falar com alguém por favor")]
    [InlineData("gostaria de falar com um atendente")]
    [InlineData("voglio parlare con una persona")]
    [InlineData("posso parlare con un operatore?")]
    [InlineData("ich möchte mit einem Menschen sprechen")]
    [InlineData("kann ich mit jemandem sprechen bitte")]
    [InlineData("vreau să vorbesc cu cineva")]
    [InlineData("vreau sa vorbesc cu o persoana reala")]
    [InlineData("bir insanla konuşmak istiyorum")]
    [InlineData("biriyle görüşebilir miyim lütfen")]
    [InlineData("temsilciye bağla")]
    [InlineData("я хочу поговорити з людиною")]
    [InlineData("з'єднайте мене з оператором будь ласка")]
    [InlineData("я хочу поговорить с человеком")]
    [InlineData("можно поговорить с оператором")]
    [InlineData("chcę rozmawiać z człowiekiem")]
    [InlineData("proszę o połączenie z konsultantem")]
    [InlineData("dua të flas me një njeri")]
    [InlineData("我想和真人说话")]
    [InlineData("tôi muốn nói chuyện với người thật")]
    public void An_ask_for_a_person_makes_the_request(string text) => learnt.Listener.Understand(text).Meaning.Should().Be(Meaning.Human);

    [Theory]
    [InlineData("quiero morir")]
    [InlineData("no quiero vivir")]
    [InlineData("quero morrer")]
    [InlineData("não quero viver")]
    [InlineData("voglio morire")]
    [InlineData("ich will sterben")]
    [InlineData("ich will nicht mehr leben")]
    [InlineData("vreau să mor")]
    [InlineData("ölmek istiyorum")]
    [InlineData("я хочу померти")]
    [InlineData("не хочу жити")]
    [InlineData("я хочу умереть")]
    [InlineData("не хочу жить")]
    [InlineData("chcę umrzeć")]
    [InlineData("nie chcę żyć")]
    [InlineData("我想死")]
    public void A_wish_to_die_raises_the_alarm(string text) => Distress.Recognise(text)!.Kind.Should().Be(DistressKind.Suicide);

    [Theory]
    [InlineData("")]
    [InlineData("\ud83d")]
    [InlineData("quiero renovar mi pasaporte")]
    [InlineData("ich möchte meinen Führerschein umtauschen")]
    [InlineData("parler de ma retraite")]
    [InlineData("une personne à charge")]
    public void Anything_else_is_neither(string text) => (OtherLanguages.AsksForPerson(text) || OtherLanguages.SpeaksOfSuicide(text)).Should().BeFalse();

    [Fact]
    public void No_French_sentence_is_taken_for_one()
    {
        var (phrases, _) = ProcedurePhrases.Load(Repository.Folder("flows"));
        var french = Corpus.RuledTexts.Concat(phrases.SelectMany(p => p.Examples));

        french.Where(text => OtherLanguages.AsksForPerson(text) || OtherLanguages.SpeaksOfSuicide(text)).Should().BeEmpty();
    }
}
