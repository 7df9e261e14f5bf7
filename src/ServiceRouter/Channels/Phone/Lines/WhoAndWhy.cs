using ServiceRouter.Desk;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>What a counsellor hears of a request before any key: its reason, its subject where one is known, its language where it is not theirs.</summary>
internal static class WhoAndWhy
{
    private const string Language = LineLanguages.OfCounsellors;

    /// <summary>How often it is said again to somebody who presses no key: a voicemail hears it for good.</summary>
    public const int TimesBorne = 2;

    /// <param name="handoff">The request.</param>
    /// <param name="language">What its citizen speaks by now.</param>
    /// <param name="flows">Names of reasons and subjects.</param>
    public static string Of(Handoff handoff, string language, FlowLibrary flows)
    {
        List<string> sentences = [flows.Reasons.GetValueOrDefault(handoff.Reason, "")];
        if (handoff.Skill != HumanAsk.ByCitizen.Skill && flows.Skills.TryGetValue(handoff.Skill, out var subject)) sentences.Add(Texts.Say("WhisperAbout.phone", Language, subject));
        if (language != Language) sentences.Add(Texts.Say("WhisperLanguage.phone", Language, FrenchWords.Language(language)));
        return string.Join(". ", sentences.Where(sentence => sentence.Length > 0));
    }
}
