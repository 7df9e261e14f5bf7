using ServiceRouter.Handoffs;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>How somebody wants to be spoken with, in the words of a page; keys of <see cref="PageTexts"/>.</summary>
public static class NeedWords
{
    public static IReadOnlyList<(AccessNeed Need, string Words)> All { get; } =
    [
        (AccessNeed.Written, "Échanger par écrit, sans téléphone"),
        (AccessNeed.SignLanguage, "Langue des signes (LSF) ou langue parlée complétée (LPC)"),
        (AccessNeed.PlainWords, "Des mots simples"),
        (AccessNeed.MoreTime, "Prendre le temps : parler lentement, répéter"),
    ];

    public static string Of(AccessNeed need) => All.First(one => one.Need == need).Words;
}
