using System.Collections;
using System.Globalization;
using System.Resources;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Platform;

/// <summary>Where a language lacks a text the French one is said: whoever reads the words aloud has to know which it was.</summary>
public sealed class When_words_of_the_service_are_read_again
{
    private static readonly ResourceManager Resources = new("ServiceRouter.Platform.Texts", typeof(Texts).Assembly);

    [Fact]
    public void What_a_language_has_is_known_by_its_beginning() => Texts.Has(Texts.Say("HandoffAsked", "en", "K7PR-2XW-9AD-FM47"), "en").Should().BeTrue();

    [Fact]
    public void No_French_text_is_taken_for_another() =>
        Resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Where(text => Texts.Has((string)text.Value!, "en")).Should().BeEmpty();

    [Fact]
    public void A_language_without_texts_has_none() => Texts.Has(Texts.Say("HandoffAsked", "uk", "K7PR-2XW-9AD-FM47"), "uk").Should().BeFalse();
}
